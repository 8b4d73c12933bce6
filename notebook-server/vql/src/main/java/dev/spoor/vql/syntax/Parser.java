package dev.spoor.vql.syntax;

import dev.spoor.vql.syntax.Expr.Name;
import dev.spoor.vql.syntax.Statement.Let;
import dev.spoor.vql.syntax.Statement.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text to statements. A fault gives up its statement only: the next one is read all the same, so
/// all faults show at once. Needs little stack: nesting is counted and bounded.
public final class Parser {
  private static final int MAX_TEXT = 32 << 20;

  private final Problems problems;
  private final Cursor at;
  private final SelectParser selects;
  private final ExprParser expressions;

  private Parser(String text, Problems problems) {
    this.problems = problems;
    this.at = new Cursor(text, problems);
    this.selects = new SelectParser(at);
    this.expressions = selects.expressions();
  }

  /// Parses a program.
  public static ParseResult program(String text) {
    return parse(text, Parser::statements);
  }

  /// Parses a lambda: `x, y => x + y`. The result has one statement, a `LambdaText`.
  public static ParseResult lambda(String text) {
    return parse(text, parser -> List.of(parser.lambda()));
  }

  private interface Entry {
    List<Statement> parse(Parser parser);
  }

  private static ParseResult parse(String text, Entry entry) {
    Problems problems = new Problems(text);
    List<Statement> statements = List.of();
    try {
      if (text.length() > MAX_TEXT) {
        throw problems.fatal("too large: more than " + MAX_TEXT + " characters", 0, 1);
      }
      statements = entry.parse(new Parser(text, problems));
    } catch (Problems.Abort alreadyReported) {
      statements = List.of();
    }
    return new ParseResult(text, statements, problems.sorted());
  }

  private List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    if (at.is(Token.END)) {
      problems.error("the text holds no statement", 0, 1);
    }
    while (!at.is(Token.END)) {
      try {
        statements.add(statement());
        checkBorder();
      } catch (Problems.Abort abort) {
        if (abort.isFatal()) {
          return statements;
        }
        at.resetDepth();
        at.skipToStatement();
      }
    }
    return statements;
  }

  private void checkBorder() {
    while (at.is(Token.BAD) && at.tokenText().equals(";")) {
      problems.error(
          "there is no ; between statements",
          at.start(),
          1,
          at.removal("remove ;", at.start(), at.end()));
      at.advance();
    }
    switch (at.token()) {
      case END, LET, SELECT, EXPLAIN -> {
        // a border
      }
      default -> throw at.unexpected("expected the end of the statement");
    }
  }

  private Statement statement() {
    return switch (at.token()) {
      case LET -> let();
      case SELECT, EXPLAIN -> selects.select();
      default -> throw at.unexpected("a statement begins with SELECT, LET or EXPLAIN");
    };
  }

  private Let let() {
    int start = at.start();
    at.advance();
    Name name = at.name("a name");
    if (at.is(Token.DOT)) {
      throw problems.abort("a LET name has no members", at.start(), 1, null);
    }
    List<Parameter> parameters = at.is(Token.OPEN_PAREN) ? parameters() : null;
    boolean materialised = at.is(Token.LESS_EQUAL);
    if (!at.accept(Token.EQUAL) && !at.accept(Token.LESS_EQUAL)) {
      throw at.unexpected("expected = or <= after the name");
    }
    if (at.is(Token.SELECT) || at.is(Token.EXPLAIN)) {
      Statement.Select query = selects.select();
      return new Let(name, parameters, materialised, query, null, start, at.previousEnd());
    }
    if (at.is(Token.OPEN_BRACE)) {
      int brace = at.start();
      problems.error(
          "LET takes a query without braces", brace, 1, at.removal("remove {", brace, brace + 1));
      if (expressions.subSelect() instanceof Expr.SubSelect sub) {
        return new Let(name, parameters, materialised, sub.select(), null, start, at.previousEnd());
      }
    }
    Expr body = expressions.expression();
    if (at.is(Token.COMMA)) {
      throw problems.abort("an array is written in parentheses: (a, b)", at.start(), 1, null);
    }
    return new Let(name, parameters, materialised, null, body, start, at.previousEnd());
  }

  private List<Parameter> parameters() {
    int opened = at.start();
    at.advance();
    List<Parameter> parameters = new ArrayList<>(4);
    while (!at.is(Token.CLOSE_PAREN)) {
      Name name = at.name("a parameter");
      @Nullable Expr value = at.accept(Token.EQUAL) ? expressions.argumentValue() : null;
      parameters.add(new Parameter(name, value));
      int comma = at.start();
      if (!at.accept(Token.COMMA)) {
        break;
      }
      if (at.is(Token.CLOSE_PAREN)) {
        problems.error(
            "a comma after the last parameter",
            comma,
            1,
            at.removal("remove the comma", comma, comma + 1));
      }
    }
    at.close(Token.CLOSE_PAREN, opened, "(");
    return List.copyOf(parameters);
  }

  private Statement lambda() {
    int start = at.start();
    List<Name> parameters = new ArrayList<>(2);
    do {
      parameters.add(at.name("a parameter"));
    } while (at.accept(Token.COMMA));
    at.expect(Token.ARROW, "after the parameters of a lambda");
    Expr body = expressions.expression();
    if (!at.is(Token.END)) {
      throw at.unexpected("expected the end of the lambda");
    }
    return new Statement.LambdaText(List.copyOf(parameters), body, start, at.previousEnd());
  }
}
