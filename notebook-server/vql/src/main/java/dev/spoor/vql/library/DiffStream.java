package dev.spoor.vql.library;

import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// `diff()`: the first run is a silent baseline; later runs give what came and went.
final class DiffStream implements RowStream {
  private final PluginCall call;
  private final Query query;
  private final String key;
  private final Duration period;
  private final Queue<Row> changes = new ArrayDeque<>();
  private @Nullable Map<String, Row> known;

  private DiffStream(PluginCall call, Query query, String key, Duration period) {
    this.call = call;
    this.query = query;
    this.key = key;
    this.period = period;
  }

  static RowStream open(PluginCall call) {
    Query query = call.query("query");
    Duration period = EventPlugins.seconds(call, "period", 60);
    if (period.isZero()) {
      throw call.refuse("period must be more than 0");
    }
    return query == null
        ? RowStream.empty()
        : new DiffStream(call, query, call.text("key"), period);
  }

  @Override
  public @Nullable Row next() {
    if (known == null) {
      known = run();
    }
    while (changes.isEmpty()) {
      call.run().clock().sleep(period, call.cancellation());
      compare(known, run());
    }
    return changes.poll();
  }

  private Map<String, Row> run() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Row row : Lazy.materialise(query, call.scope())) {
      rows.put(Values.toText(row.get(key)), row);
    }
    return rows;
  }

  private void compare(Map<String, Row> before, Map<String, Row> after) {
    after.forEach(
        (id, row) -> {
          if (!before.containsKey(id)) {
            changes.add(marked(row, "added"));
          }
        });
    before.forEach(
        (id, row) -> {
          if (!after.containsKey(id)) {
            changes.add(marked(row, "removed"));
          }
        });
    known = after;
  }

  private static Row marked(Row row, String what) {
    Dict marked = Dict.copyOf(row);
    marked.set("Diff", VqlString.of(what));
    return marked;
  }

  @Override
  public void close() {
    call.cancellation().cancel();
  }
}
