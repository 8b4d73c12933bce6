package dev.spoor.server.artifact;

/// A piece of VQL in a definition, and where it stands there: the line and column (from 1) of its
/// first character, and of each further line the column where its text begins.
public record VqlText(String text, int line, int column, int furtherColumn) {
  static final VqlText NONE = new VqlText("", 1, 1, 1);

  public boolean isEmpty() {
    return text.isBlank();
  }

  /// The place in the definition of a place in the VQL.
  int lineOf(int vqlLine) {
    return line + vqlLine - 1;
  }

  int columnOf(int vqlLine, int vqlColumn) {
    return (vqlLine == 1 ? column : furtherColumn) + vqlColumn - 1;
  }
}
