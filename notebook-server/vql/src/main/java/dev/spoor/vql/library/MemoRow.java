package dev.spoor.vql.library;

import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `memoize()`: the rows of a query by key. The query runs when a member is first asked for, and
/// again once its rows are too old. Of two rows with one key the last stays. Thread-safe.
final class MemoRow implements Row {
  private final Query query;
  private final String key;
  private final Duration period;
  private final Scope scope;
  private @Nullable Map<String, Row> rows;
  private Instant until = Instant.MIN;

  MemoRow(Query query, String key, Duration period, Scope scope) {
    this.query = query;
    this.key = key;
    this.period = period;
    this.scope = scope;
  }

  private synchronized Map<String, Row> rows() {
    Instant now = scope.run().clock().instant();
    Map<String, Row> known = rows;
    if (known == null || now.isAfter(until)) {
      known = new LinkedHashMap<>();
      for (Row row : Lazy.materialise(query, scope)) {
        known.put(Values.toText(Lazy.finish(row.get(key), scope)), row);
      }
      rows = known;
      until = now.plus(period);
    }
    return known;
  }

  @Override
  public List<String> columns() {
    return List.copyOf(rows().keySet());
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    Row row = rows().get(column);
    return row == null ? missing : row;
  }
}
