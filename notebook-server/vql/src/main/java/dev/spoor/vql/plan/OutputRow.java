package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.ShapedRow;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The row that a SELECT is making: its columns are computed when WHERE or GROUP BY asks for them,
/// once, in the scope of the source row, where sibling aliases are not seen.
final class OutputRow implements Row {
  private static final Object NOT_YET = new Object();

  private final Layout layout;
  private final Row source;
  private Scope scope;
  private @Nullable Object @Nullable [] cells;

  OutputRow(Layout layout, Row source, Scope scope) {
    this.layout = layout;
    this.source = source;
    this.scope = scope;
  }

  /// From here on columns are computed in this scope.
  void computeIn(Scope binScope) {
    scope = binScope;
  }

  /// All columns that are not computed yet, and the finished row.
  ShapedRow finish() {
    @Nullable Object[] values = cells();
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (Values.same(value, NOT_YET)) {
        value = layout.compute(i, source, scope);
      }
      values[i] = isPlain(value) ? value : Lazy.finish(value, scope);
    }
    return new ShapedRow(layout.shape(), values);
  }

  private static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof VqlString
        || value instanceof Long
        || value instanceof Boolean;
  }

  private @Nullable Object[] cells() {
    @Nullable Object[] known = cells;
    if (known == null) {
      known = new @Nullable Object[layout.shape().size()];
      Arrays.fill(known, NOT_YET);
      cells = known;
    }
    return known;
  }

  @Override
  public List<String> columns() {
    return layout.shape().columns();
  }

  @Override
  public boolean has(String column) {
    return layout.shape().indexOf(column) >= 0;
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    int i = layout.shape().indexOf(column);
    if (i < 0) {
      return missing;
    }
    @Nullable Object[] values = cells();
    Object value = values[i];
    if (Values.same(value, NOT_YET)) {
      value = layout.compute(i, source, scope);
      values[i] = value;
    }
    return value;
  }
}
