package dev.spoor.vql.value;

import java.util.List;

/// The columns that many rows have in common. Immutable.
public final class Shape {
  private final List<String> columns;
  private final String[] names;
  // open addressing, index + 1, a power of two at least twice the number of columns
  private final int[] table;

  private Shape(List<String> columns) {
    this.columns = List.copyOf(columns);
    this.names = this.columns.toArray(new String[0]);
    int size = Integer.highestOneBit(Math.max(4, names.length * 4 - 1));
    this.table = new int[size];
    for (int i = 0; i < names.length; i++) {
      int slot = names[i].hashCode() & (size - 1);
      while (table[slot] != 0) {
        if (names[table[slot] - 1].equals(names[i])) {
          throw new IllegalArgumentException("column " + names[i] + " twice");
        }
        slot = (slot + 1) & (size - 1);
      }
      table[slot] = i + 1;
    }
  }

  /// A shape of different columns.
  public static Shape of(List<String> columns) {
    return new Shape(columns);
  }

  public static Shape of(String... columns) {
    return of(List.of(columns));
  }

  public List<String> columns() {
    return columns;
  }

  public String column(int index) {
    return names[index];
  }

  public int size() {
    return names.length;
  }

  /// The index of a column or -1.
  public int indexOf(String column) {
    int mask = table.length - 1;
    int slot = column.hashCode() & mask;
    for (int i = table[slot]; i != 0; i = table[slot]) {
      String name = names[i - 1];
      if (name.equals(column)) {
        return i - 1;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }
}
