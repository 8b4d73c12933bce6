package dev.spoor.vql.syntax;

import java.util.Locale;
import java.util.Map;

/// Cuts a text into tokens, one at a time, so that a text of many megabytes costs no list of them.
/// At each place the first rule that matches wins, not the longest.
final class Lexer {
  private static final Map<String, Token> WORDS =
      Map.ofEntries(
          Map.entry("EXPLAIN", Token.EXPLAIN),
          Map.entry("SELECT", Token.SELECT),
          Map.entry("WHERE", Token.WHERE),
          Map.entry("AND", Token.AND),
          Map.entry("OR", Token.OR),
          Map.entry("FROM", Token.FROM),
          Map.entry("NOT", Token.NOT),
          Map.entry("AS", Token.AS),
          Map.entry("IN", Token.IN),
          Map.entry("LIMIT", Token.LIMIT),
          Map.entry("NULL", Token.NULL),
          Map.entry("DESC", Token.DESC),
          Map.entry("TRUE", Token.TRUE),
          Map.entry("FALSE", Token.FALSE),
          Map.entry("LET", Token.LET));

  private final String text;
  private final Problems problems;
  private final int end;
  private int at;
  private int tokenStart;

  Lexer(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
    this.end = text.length();
  }

  /// Where the token begins that `next` gave last.
  int start() {
    return tokenStart;
  }

  /// Where it ends.
  int end() {
    return at;
  }

  Token next() {
    skipSpaceAndComments();
    tokenStart = at;
    if (at >= end) {
      return Token.END;
    }
    char c = text.charAt(at);
    if (c == '|') {
      while (at < end && text.charAt(at) == '|') {
        at++;
      }
      return Token.OR;
    }
    if (c == '&' && charAt(at + 1) == '&') {
      at += 2;
      return Token.AND;
    }
    if (isDigit(c) || c == '-' || c == '.') {
      int numberEnd = numberEnd(at);
      if (numberEnd > 0) {
        at = numberEnd;
        return Token.NUMBER;
      }
    }
    if (isNameStart(c)) {
      return word();
    }
    if (c == '`') {
      return backtick(at, Token.NAME);
    }
    if (c == '-' && isNameStart(charAt(at + 1))) {
      at = nameEnd(at + 1);
      return Token.NEGATED_NAME;
    }
    if (c == '-' && charAt(at + 1) == '`' && text.indexOf('`', at + 2) > at + 2) {
      return backtick(at + 1, Token.NEGATED_NAME);
    }
    if (c == '\'' || c == '"') {
      return string(c);
    }
    return operator(c);
  }

  private void skipSpaceAndComments() {
    while (at < end) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 0x0b) {
        at++;
      } else if (c == '/' && charAt(at + 1) == '*') {
        int close = text.indexOf("*/", at + 2);
        if (close < 0) {
          issue("this comment is not closed: */ is missing", at, 2);
        }
        at = close < 0 ? end : close + 2;
      } else if ((c == '-' && charAt(at + 1) == '-') || (c == '/' && charAt(at + 1) == '/')) {
        int line = text.indexOf('\n', at);
        at = line < 0 ? end : line + 1;
      } else {
        return;
      }
    }
  }

  private Token word() {
    int stop = nameEnd(at);
    int length = stop - at;
    if (length >= 2 && length <= 7) {
      Token word = WORDS.get(text.substring(at, stop).toUpperCase(Locale.ROOT));
      if (word != null) {
        at = stop;
        return word;
      }
      if (length == 5) {
        boolean group = text.regionMatches(true, at, "GROUP", 0, 5);
        if (group || text.regionMatches(true, at, "ORDER", 0, 5)) {
          int by = stop;
          while (by < end && Character.isWhitespace(text.charAt(by))) {
            by++;
          }
          if (by > stop && text.regionMatches(true, by, "BY", 0, 2) && nameEnd(by) == by + 2) {
            at = by + 2;
            return group ? Token.GROUP_BY : Token.ORDER_BY;
          }
        }
      }
    }
    at = stop;
    return Token.NAME;
  }

  private Token backtick(int from, Token kind) {
    int close = text.indexOf('`', from + 1);
    if (close < 0) {
      issue("this name is not closed: ` is missing", from, 1);
      at = end;
      return Token.BAD;
    }
    if (close == from + 1) {
      issue("an empty name", from, 2);
      at = close + 1;
      return Token.BAD;
    }
    at = close + 1;
    return kind;
  }

  private Token string(char quote) {
    if (text.startsWith("'''", at)) {
      int close = text.indexOf("'''", at + 3);
      if (close >= 0) {
        at = close + 3;
        return Token.STRING;
      }
    }
    int i = at + 1;
    while (i < end) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        at = i + 1;
        return Token.STRING;
      }
      i++;
    }
    issue("this string is not closed: " + quote + " is missing", at, 1);
    at = end;
    return Token.BAD;
  }

  private Token operator(char c) {
    char d = charAt(at + 1);
    Token two =
        c == '<' && d == '>'
            ? Token.NOT_EQUAL_SQL
            : c == '!' && d == '='
                ? Token.NOT_EQUAL
                : c == '<' && d == '='
                    ? Token.LESS_EQUAL
                    : c == '>' && d == '='
                        ? Token.GREATER_EQUAL
                        : c == '=' && d == '>'
                            ? Token.ARROW
                            : c == '=' && d == '~' ? Token.MATCH : Token.BAD;
    if (two != Token.BAD) {
      at += 2;
      return two;
    }
    Token one =
        switch (c) {
          case '-' -> Token.MINUS;
          case '+' -> Token.PLUS;
          case ':' -> Token.COLON;
          case '*' -> Token.STAR;
          case '/' -> Token.SLASH;
          case '%' -> Token.PERCENT;
          case ',' -> Token.COMMA;
          case '.' -> Token.DOT;
          case '(' -> Token.OPEN_PAREN;
          case ')' -> Token.CLOSE_PAREN;
          case '=' -> Token.EQUAL;
          case '<' -> Token.LESS;
          case '>' -> Token.GREATER;
          case '{' -> Token.OPEN_BRACE;
          case '}' -> Token.CLOSE_BRACE;
          case '[' -> Token.OPEN_BRACKET;
          case ']' -> Token.CLOSE_BRACKET;
          default -> Token.BAD;
        };
    at += Character.charCount(text.codePointAt(at));
    return one;
  }

  /// The end of a number that begins at `from`, or 0: `-`? then `0x…` or digits with fraction and
  /// exponent.
  private int numberEnd(int from) {
    int i = charAt(from) == '-' ? from + 1 : from;
    if (charAt(i) == '0' && (charAt(i + 1) == 'x' || charAt(i + 1) == 'X')) {
      int hex = i + 2;
      while (hex < end && Character.digit(text.charAt(hex), 16) >= 0 && text.charAt(hex) < 0x80) {
        hex++;
      }
      if (hex > i + 2) {
        return hex;
      }
    }
    int digits = digitsEnd(i);
    int stop = digits;
    if (charAt(digits) == '.') {
      int fraction = digitsEnd(digits + 1);
      if (fraction > digits + 1) {
        stop = fraction;
      }
    }
    if (stop == i) {
      return 0;
    }
    if (charAt(stop) == 'e' || charAt(stop) == 'E') {
      int power = stop + 1;
      if (charAt(power) == '+' || charAt(power) == '-') {
        power++;
      }
      int powerEnd = digitsEnd(power);
      if (powerEnd > power) {
        return powerEnd;
      }
    }
    return stop;
  }

  private int digitsEnd(int from) {
    int i = from;
    while (i < end && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private int nameEnd(int from) {
    int i = from;
    while (i < end && (isNameStart(text.charAt(i)) || isDigit(text.charAt(i)))) {
      i++;
    }
    return i;
  }

  private char charAt(int i) {
    return i < end ? text.charAt(i) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private void issue(String message, int from, int length) {
    problems.error(message, from, length);
  }
}
