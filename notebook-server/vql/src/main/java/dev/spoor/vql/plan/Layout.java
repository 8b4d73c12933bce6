package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Shape;
import dev.spoor.vql.value.ShapedRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which output columns there are for a source row and where each comes from. The same for all
/// source rows with the same columns.
final class Layout {
  private static final Object COPY = new Object();

  private final Shape shape;
  // per column the expression, or null: copied from the source
  private final @Nullable Node[] nodes;
  private final List<String> sourceColumns;

  private Layout(Shape shape, @Nullable Node[] nodes, List<String> sourceColumns) {
    this.shape = shape;
    this.nodes = nodes;
    this.sourceColumns = sourceColumns;
  }

  Shape shape() {
    return shape;
  }

  boolean fits(List<String> columns) {
    return sourceColumns.equals(columns);
  }

  /// The value of a column; not finished: a query stays one.
  @Nullable Object compute(int index, Row source, Scope scope) {
    Node node = nodes[index];
    return node == null ? Lazy.reduce(source.get(shape.column(index)), scope) : node.eval(scope);
  }

  /// A leading `*` comes first and later columns of the same name move to the end; a `*` after
  /// other columns adds only what is not there yet.
  static Layout of(List<OutputColumn> columns, List<String> sourceColumns) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      OutputColumn column = columns.get(i);
      if (column.node() != null) {
        out.remove(column.name());
        out.put(column.name(), column.node());
        continue;
      }
      for (String name : sourceColumns) {
        if (i == 0) {
          out.put(name, COPY);
        } else {
          out.putIfAbsent(name, COPY);
        }
      }
    }
    @Nullable Node[] nodes = new @Nullable Node[out.size()];
    int i = 0;
    for (Object origin : out.values()) {
      nodes[i++] = origin instanceof Node node ? node : null;
    }
    return new Layout(Shape.of(new ArrayList<>(out.keySet())), nodes, List.copyOf(sourceColumns));
  }

  /// Finds the layout for each source row, remembering the last one.
  static final class Finder {
    private final List<OutputColumn> columns;
    private final @Nullable Layout fixed;
    private @Nullable Layout last;
    private @Nullable Shape lastShape;

    Finder(List<OutputColumn> columns, @Nullable Layout fixed) {
      this.columns = columns;
      this.fixed = fixed;
    }

    Layout find(Row source) {
      if (fixed != null) {
        return fixed;
      }
      Layout known = last;
      if (source instanceof ShapedRow shaped) {
        if (known != null && shaped.shape() == lastShape) {
          return known;
        }
        lastShape = shaped.shape();
      } else {
        lastShape = null;
      }
      if (known == null || !known.fits(source.columns())) {
        known = of(columns, source.columns());
        last = known;
      }
      return known;
    }
  }
}
