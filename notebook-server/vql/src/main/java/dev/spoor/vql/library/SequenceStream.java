package dev.spoor.vql.library;

import dev.spoor.vql.catalog.HeldRows;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `sequence()`: several queries feed one window; after each row a query looks at the window, and
/// once it has given rows the window begins anew.
final class SequenceStream implements RowStream {
  static final String WINDOW = "SEQUENCE";
  private static final Set<String> OWN = Set.of("query", "max_age");
  private static final int MOST_ROWS = 10_000;

  private record Entry(Instant time, Row row) {}

  private final PluginCall call;
  private final Query query;
  private final Duration maxAge;
  private final RowStream events;
  private final Deque<Entry> window = new ArrayDeque<>();
  private final HeldRows held;
  private volatile @Nullable RowStream found;
  private volatile boolean closed;
  private boolean hasFound;

  private SequenceStream(PluginCall call, Query query, Duration maxAge, RowStream events) {
    this.call = call;
    this.query = query;
    this.maxAge = maxAge;
    this.events = events;
    this.held = HeldRows.of(call.run());
  }

  static RowStream open(PluginCall call) {
    Duration maxAge = EventPlugins.seconds(call, "max_age", 30);
    Query query = call.query("query");
    List<Supplier<RowStream>> parts = new ArrayList<>();
    for (String name : call.names()) {
      Query part = OWN.contains(name) ? null : call.query(name);
      if (part != null) {
        parts.add(() -> part.open(call.scope()));
      }
    }
    if (query == null || parts.isEmpty()) {
      throw call.refuse("at least one query besides `query` is required");
    }
    return new SequenceStream(call, query, maxAge, MergedStream.of(call, parts));
  }

  @Override
  public @Nullable Row next() {
    while (!closed) {
      RowStream rows = found;
      if (rows != null) {
        Row row = rows.next();
        if (row != null) {
          hasFound = true;
          return row;
        }
        rows.close();
        found = null;
        if (hasFound) {
          held.release(window.size());
          window.clear();
          hasFound = false;
        }
      }
      Row event = events.next();
      if (event == null) {
        return null;
      }
      add(event);
      found = query.open(call.scope().with(seen()));
    }
    return null;
  }

  private void add(Row event) {
    Instant now = call.run().clock().instant();
    window.add(new Entry(now, event));
    held.hold(1);
    Instant oldest = now.minus(maxAge);
    while (window.getFirst().time().isBefore(oldest)) {
      window.removeFirst();
      held.release(1);
    }
    if (window.size() > MOST_ROWS) {
      window.removeFirst();
      held.release(1);
      call.run()
          .logOnce(LogLevel.WARN, "sequence: more than " + MOST_ROWS + " rows wait; the oldest go");
    }
  }

  private Row seen() {
    List<Row> rows = new ArrayList<>(window.size());
    window.forEach(entry -> rows.add(entry.row()));
    Dict variables = new Dict(1);
    variables.set(WINDOW, rows);
    return variables;
  }

  @Override
  public void close() {
    closed = true;
    events.close();
    RowStream rows = found;
    if (rows != null) {
      rows.close();
    }
  }
}
