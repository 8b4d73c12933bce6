package dev.spoor.vql.syntax;

import org.jspecify.annotations.Nullable;

/// One problem of a query text, with its place and, where it is obvious, its mending.
public record Issue(Severity severity, String message, SourcePosition position, @Nullable Fix fix) {

  public static Issue error(String message, SourcePosition position) {
    return new Issue(Severity.ERROR, message, position, null);
  }

  public static Issue warning(String message, SourcePosition position) {
    return new Issue(Severity.WARNING, message, position, null);
  }

  public Issue withFix(Fix fix) {
    return new Issue(severity, message, position, fix);
  }

  public int line() {
    return position.line();
  }

  public int column() {
    return position.column();
  }

  public int length() {
    return position.length();
  }

  /// Three lines for a terminal: the message, the line of the text, a caret under the fault.
  public String withCaret(String text) {
    int start = position.offset() - (position.column() - 1);
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end);
    int from = Math.max(0, position.column() - 1 - 60);
    int to = Math.min(line.length(), from + 120);
    String shown = line.substring(Math.min(from, to), to).replace('\t', ' ').replace("\r", "");
    int caret = position.column() - 1 - from;
    int width = Math.max(1, Math.min(position.length(), shown.length() - caret));
    return position.line()
        + ":"
        + position.column()
        + ": "
        + message
        + "\n"
        + shown
        + "\n"
        + " ".repeat(caret)
        + "^".repeat(width);
  }
}
