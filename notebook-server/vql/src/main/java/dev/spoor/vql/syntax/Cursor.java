package dev.spoor.vql.syntax;

/// The current token of a text, with what the parser's parts share: expectations, counted depth and
/// size.
final class Cursor {
  static final int MAX_DEPTH = 300;
  private static final int MAX_TERMS = 2_000_000;

  final String text;
  final Problems problems;
  private final Lexer lexer;
  private Token token;
  private int start;
  private int end;
  private int previousEnd;
  private int depth;
  private int terms;

  Cursor(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
    this.lexer = new Lexer(text, problems);
    this.token = lexer.next();
    this.start = lexer.start();
    this.end = lexer.end();
  }

  Token token() {
    return token;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /// The end of the token before the current one.
  int previousEnd() {
    return previousEnd;
  }

  boolean is(Token kind) {
    return token == kind;
  }

  boolean isName(String word) {
    return token == Token.NAME
        && end - start == word.length()
        && text.regionMatches(true, start, word, 0, word.length());
  }

  String tokenText() {
    return text.substring(start, end);
  }

  void advance() {
    previousEnd = end;
    token = lexer.next();
    start = lexer.start();
    end = lexer.end();
  }

  boolean accept(Token kind) {
    if (token == kind) {
      advance();
      return true;
    }
    return false;
  }

  void expect(Token kind, String where) {
    if (!accept(kind)) {
      throw unexpected("expected " + kind.label() + " " + where);
    }
  }

  /// Accepts a closing bracket, or says where the open one is.
  void close(Token kind, int opened, String open) {
    if (accept(kind)) {
      return;
    }
    if (token == Token.END) {
      throw problems.abort(
          "this " + open + " is not closed: " + kind.label() + " is missing",
          opened,
          1,
          new Fix("add " + kind.label(), text.length(), 0, kind.label()));
    }
    throw unexpected("expected " + kind.label() + " to close " + open);
  }

  Problems.Abort unexpected(String expectation) {
    if (token == Token.NAME) {
      String hint = Hints.about(tokenText());
      if (hint != null) {
        return problems.abort(hint, start, end - start, null);
      }
    }
    if (token == Token.END) {
      return problems.abort(
          expectation + ", but the text ends", Math.max(0, previousEnd - 1), 1, null);
    }
    if (token == Token.BAD && start < text.length() && text.charAt(start) == ';') {
      return problems.abort(
          "there is no ; between statements", start, 1, new Fix("remove ;", start, 1, ""));
    }
    return problems.abort(
        expectation + ", found " + shown(), start, Math.max(1, end - start), null);
  }

  String shown() {
    String found = tokenText();
    return found.length() > 30 ? found.substring(0, 30) + "…" : found;
  }

  /// Counts one level of nesting; `leave` takes it back.
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw problems.fatal(
          "nested deeper than " + MAX_DEPTH + " levels", start, Math.max(1, end - start));
    }
  }

  void leave() {
    depth--;
  }

  /// Forgets nesting after a statement was given up.
  void resetDepth() {
    depth = 0;
  }

  void countTerm() {
    if (++terms > MAX_TERMS) {
      throw problems.fatal(
          "too large: more than " + MAX_TERMS + " terms", start, Math.max(1, end - start));
    }
  }

  /// A name where one must stand; a keyword is reported and taken as one.
  Expr.Name name(String what) {
    if (token == Token.NAME) {
      return takeName(start);
    }
    if (token.isWord()) {
      String word = tokenText();
      problems.error(
          word + " is a keyword: as " + what + " it needs backticks",
          start,
          end - start,
          new Fix("put it in backticks", start, end - start, "`" + word + "`"));
      advance();
      return new Expr.Name("`" + word + "`", word);
    }
    throw unexpected("expected " + what);
  }

  /// The current token, from `from` on, as a name.
  Expr.Name takeName(int from) {
    String written = text.substring(from, end);
    advance();
    if (written.startsWith("`")) {
      return new Expr.Name(written, written.substring(1, written.length() - 1).intern());
    }
    String shared = written.intern();
    return new Expr.Name(shared, shared);
  }

  /// The next place where a statement may begin.
  void skipToStatement() {
    int open = 0;
    Token before = Token.BAD;
    while (token != Token.END) {
      boolean begins =
          token == Token.LET
              || (open <= 0
                  && (token == Token.SELECT || token == Token.EXPLAIN)
                  && before != Token.OPEN_BRACE
                  && before != Token.EQUAL
                  && before != Token.LESS_EQUAL
                  && before != Token.EXPLAIN);
      if (begins) {
        return;
      }
      if (token == Token.OPEN_BRACE || token == Token.OPEN_PAREN) {
        open++;
      } else if (token == Token.CLOSE_BRACE || token == Token.CLOSE_PAREN) {
        open--;
      }
      before = token;
      advance();
    }
  }

  Fix removal(String label, int from, int to) {
    return new Fix(label, from, to - from, "");
  }
}
