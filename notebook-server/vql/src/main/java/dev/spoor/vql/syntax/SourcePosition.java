package dev.spoor.vql.syntax;

/// A stretch of query text: offset and length in UTF-16 units, line and column from 1.
public record SourcePosition(int offset, int length, int line, int column) {

  /// The start of a text.
  public static final SourcePosition START = new SourcePosition(0, 0, 1, 1);

  /// The position of `length` units from `offset` of `text`, cut to the text.
  public static SourcePosition of(String text, int offset, int length) {
    int at = Math.max(0, Math.min(offset, text.length()));
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    int cut = Math.max(0, Math.min(length, text.length() - at));
    return new SourcePosition(at, cut, line, at - lineStart + 1);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
