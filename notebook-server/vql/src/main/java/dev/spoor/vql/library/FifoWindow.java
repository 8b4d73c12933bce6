package dev.spoor.vql.library;

import dev.spoor.vql.catalog.HeldRows;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// `fifo()`: one window per query and session, filled in the background.
final class FifoWindow {
  private record Entry(Instant time, Row row) {}

  private record Key(Query query) {}

  private final Duration maxAge;
  private final long maxRows;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final HeldRows held;
  private boolean filling;

  private FifoWindow(Duration maxAge, long maxRows, HeldRows held) {
    this.held = held;
    this.maxAge = maxAge;
    this.maxRows = maxRows;
  }

  static RowStream open(PluginCall call) {
    Query query = call.query("query");
    if (query == null) {
      return RowStream.empty();
    }
    Duration maxAge = EventPlugins.seconds(call, "max_age", 5);
    long maxRows = Math.max(1, Math.min(1_000_000, call.integer("max_rows", 10)));
    FifoWindow window =
        call.run()
            .shared(new Key(query), () -> new FifoWindow(maxAge, maxRows, HeldRows.of(call.run())));
    window.startFilling(call, query);
    return RowStream.of(window.rows(call.run().clock().instant(), call.bool("flush", false)));
  }

  private synchronized void startFilling(PluginCall call, Query query) {
    if (filling) {
      return;
    }
    filling = true;
    held.runOutOfStep();
    RowStream source = query.open(call.scope());
    call.run().sessionCancellation().onCancel(source::close);
    call.run()
        .fork(
            "fifo",
            () -> {
              try (source) {
                for (Row row = source.next(); row != null; row = source.next()) {
                  add(new Entry(call.run().clock().instant(), row));
                }
              }
            });
  }

  private synchronized void add(Entry entry) {
    entries.add(entry);
    held.hold(1);
    expire(entry.time());
  }

  private synchronized List<Row> rows(Instant now, boolean flush) {
    expire(now);
    List<Row> rows = new ArrayList<>();
    entries.forEach(entry -> rows.add(entry.row()));
    if (flush) {
      held.release(entries.size());
      entries.clear();
    }
    return rows;
  }

  private void expire(Instant now) {
    Instant oldest = now.minus(maxAge);
    while (entries.size() > maxRows
        || (!entries.isEmpty() && entries.getFirst().time().isBefore(oldest))) {
      entries.removeFirst();
      held.release(1);
    }
  }
}
