package dev.spoor.vql.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row whose columns are a shared shape: the compact form for rows that come in numbers.
public final class ShapedRow implements Row {
  private final Shape shape;
  private final @Nullable Object[] values;

  /// Takes the array over: the caller must not change it afterwards.
  public ShapedRow(Shape shape, @Nullable Object[] values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + shape.size() + " columns");
    }
    this.shape = shape;
    this.values = values;
  }

  public static ShapedRow of(Shape shape, @Nullable Object... values) {
    @Nullable Object[] copy = new @Nullable Object[values.length];
    for (int i = 0; i < values.length; i++) {
      copy[i] = Values.of(values[i]);
    }
    return new ShapedRow(shape, copy);
  }

  public Shape shape() {
    return shape;
  }

  public @Nullable Object value(int index) {
    return values[index];
  }

  @Override
  public List<String> columns() {
    return shape.columns();
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    int i = shape.indexOf(column);
    return i < 0 ? missing : values[i];
  }

  @Override
  public boolean has(String column) {
    return shape.indexOf(column) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row && Values.sameRows(this, row);
  }

  @Override
  public int hashCode() {
    return Values.hashOf(this);
  }

  @Override
  public String toString() {
    return Json.write(this);
  }
}
