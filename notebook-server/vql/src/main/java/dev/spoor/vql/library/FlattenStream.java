package dev.spoor.vql.library;

import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `flatten()`: the product of the items of a row's cells; the leftmost changes fastest.
final class FlattenStream implements RowStream {
  private final Scope scope;
  private final RowStream source;
  private List<String> columns = List.of();
  private List<List<@Nullable Object>> cells = List.of();
  private int[] at = new int[0];
  private boolean more;

  private FlattenStream(Scope scope, RowStream source) {
    this.scope = scope;
    this.source = source;
  }

  static RowStream open(PluginCall call) {
    Query query = call.query("query");
    return query == null
        ? RowStream.empty()
        : new FlattenStream(call.scope(), query.open(call.scope()));
  }

  @Override
  public @Nullable Row next() {
    if (!more) {
      Row row = source.next();
      if (row == null) {
        return null;
      }
      take(row);
    }
    Dict out = new Dict(columns.size());
    for (int i = 0; i < at.length; i++) {
      out.update(columns.get(i), cells.get(i).get(at[i]));
    }
    advance();
    return out;
  }

  private void take(Row row) {
    columns = List.copyOf(row.columns());
    cells = new ArrayList<>(columns.size());
    for (String column : columns) {
      cells.add(items(Lazy.finish(row.get(column), scope)));
    }
    at = new int[cells.size()];
    more = true;
  }

  private static List<@Nullable Object> items(@Nullable Object cell) {
    List<@Nullable Object> items = new ArrayList<>();
    if (cell instanceof List<?> list && !list.isEmpty()) {
      for (Object item : list) {
        boolean wrapped = item instanceof Row row && row.size() == 1 && row.has("_value");
        items.add(wrapped && item instanceof Row row ? row.get("_value") : item);
      }
    } else {
      items.add(cell);
    }
    return items;
  }

  private void advance() {
    for (int i = 0; i < at.length; i++) {
      if (++at[i] < cells.get(i).size()) {
        return;
      }
      at[i] = 0;
    }
    more = false;
  }

  @Override
  public void close() {
    source.close();
  }
}
