package dev.spoor.vql.regex;

import dev.spoor.vql.regex.RegexTree.Named;
import org.jspecify.annotations.Nullable;

/// Reads a pattern by code points; knows escapes.
final class RegexScanner {
  private final String pattern;
  private int at;

  RegexScanner(String pattern) {
    this.pattern = pattern;
  }

  boolean atEnd() {
    return at >= pattern.length();
  }

  int position() {
    return at;
  }

  void reset(int position) {
    at = position;
  }

  /// The next code point without reading it; -1 at the end.
  int peek() {
    return atEnd() ? -1 : pattern.codePointAt(at);
  }

  int next() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  boolean accept(char c) {
    if (!atEnd() && pattern.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  boolean acceptText(String text) {
    if (pattern.startsWith(text, at)) {
      at += text.length();
      return true;
    }
    return false;
  }

  /// A decimal number, or -1 if there is none; very large ones are cut.
  int number() {
    int start = at;
    int value = 0;
    while (!atEnd() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      value = Math.min(100_000, value * 10 + pattern.charAt(at++) - '0');
    }
    return at == start ? -1 : value;
  }

  RegexException fault(String message) {
    return faultAt(message, at);
  }

  RegexException faultAt(String message, int position) {
    int end = Math.min(pattern.length(), position + 20);
    String near = pattern.substring(Math.min(position, end), end);
    return new RegexException(
        message + " at " + position + (near.isEmpty() ? "" : ": " + near), position);
  }

  String groupName(int start) {
    int close = pattern.indexOf('>', at);
    String name = close < 0 ? "" : pattern.substring(at, close);
    boolean word = !name.isEmpty() && name.length() <= 200;
    for (int i = 0; word && i < name.length(); i++) {
      char c = name.charAt(i);
      word = c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }
    if (!word) {
      throw faultAt("bad group name", start);
    }
    at = close + 1;
    return name;
  }

  /// `d s w p{…}` after a backslash, or null.
  @Nullable Named namedClass(int start) {
    int c = peek();
    switch (c) {
      case 'd', 's', 'w' -> {
        next();
        return new Named(Character.toString(c), false);
      }
      case 'D', 'S', 'W' -> {
        next();
        return new Named(Character.toString(c + 32), true);
      }
      case 'p', 'P' -> {
        next();
        return unicodeClass(start, c == 'P');
      }
      default -> {
        return null;
      }
    }
  }

  private Named unicodeClass(int start, boolean negated) {
    if (atEnd()) {
      throw faultAt("bad class", start);
    }
    String name;
    if (accept('{')) {
      int close = pattern.indexOf('}', at);
      if (close < 0 || close - at > 100) {
        throw faultAt("bad class", start);
      }
      name = pattern.substring(at, close);
      at = close + 1;
    } else {
      name = Character.toString(next());
    }
    boolean inverse = name.startsWith("^");
    return new Named("p{" + (inverse ? name.substring(1) : name) + "}", negated != inverse);
  }

  /// The code point that the rest of an escape stands for.
  int escapedCodePoint(int start) {
    if (atEnd()) {
      throw faultAt("a backslash at the end", start);
    }
    int c = next();
    return switch (c) {
      case 'a' -> 7;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      case 'x' -> hex(start);
      case '0' -> octal(0, 2);
      case '1', '2', '3', '4', '5', '6', '7' -> {
        int second = peek();
        if (second < '0' || second > '7') {
          throw faultAt("there are no back-references", start);
        }
        yield octal(c - '0', 2);
      }
      default -> {
        boolean word = c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
        if (word) {
          throw faultAt("unknown escape", start);
        }
        yield c;
      }
    };
  }

  private int octal(int first, int more) {
    int value = first;
    for (int i = 0; i < more && peek() >= '0' && peek() <= '7'; i++) {
      value = value * 8 + next() - '0';
    }
    return value;
  }

  private int hex(int start) {
    int value = 0;
    int digits = 0;
    boolean braces = accept('{');
    while (!atEnd() && Character.digit(peek(), 16) >= 0 && (braces ? digits < 8 : digits < 2)) {
      value = value * 16 + Character.digit(next(), 16);
      digits++;
    }
    boolean whole = braces ? accept('}') && digits > 0 : digits == 2;
    if (!whole || value > Character.MAX_CODE_POINT || value < 0) {
      throw faultAt("bad escape", start);
    }
    return value;
  }
}
