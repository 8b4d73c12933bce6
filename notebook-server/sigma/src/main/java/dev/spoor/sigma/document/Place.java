package dev.spoor.sigma.document;

/// A line and column of a YAML text, both from 1.
public record Place(int line, int column) implements Comparable<Place> {
  public static final Place START = new Place(1, 1);

  Place plus(int columns) {
    return new Place(line, column + columns);
  }

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
