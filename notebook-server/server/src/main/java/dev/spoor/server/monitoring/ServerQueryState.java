package dev.spoor.server.monitoring;

import dev.spoor.server.ingest.EventConsumer;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one server event query is doing. Thread-safe.
final class ServerQueryState {
  private static final int LOG_LINES = 100;
  private static final int ROWS = 10;

  private final InstantSource clock;
  private String state = "pending";
  private Instant since;
  private @Nullable String error;
  private @Nullable EventConsumer consumer;
  private long rows;
  private final Deque<ServerQueryStatus.LogLine> log = new ArrayDeque<>();
  private final Deque<Row> lastRows = new ArrayDeque<>();

  ServerQueryState(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  synchronized void running(EventConsumer reading) {
    state = "running";
    since = clock.instant();
    consumer = reading;
  }

  synchronized void failed(String why) {
    state = "error";
    since = clock.instant();
    error = why;
    log(LogLevel.ERROR, why);
  }

  /// The query came to an end by itself; nothing follows.
  synchronized void ended() {
    state = "ended";
    since = clock.instant();
  }

  synchronized void log(LogLevel level, String message) {
    String cut = message.length() > 4096 ? message.substring(0, 4096) : message;
    log.addLast(new ServerQueryStatus.LogLine(clock.instant(), level.name(), cut));
    if (log.size() > LOG_LINES) {
      log.removeFirst();
    }
  }

  synchronized void row(Row row) {
    rows++;
    lastRows.addLast(row);
    if (lastRows.size() > ROWS) {
      lastRows.removeFirst();
    }
  }

  synchronized ServerQueryStatus status(String artifact, String source) {
    EventConsumer reading = consumer;
    return new ServerQueryStatus(
        artifact,
        source,
        state,
        since,
        error,
        reading == null ? 0 : reading.position(),
        reading == null ? 0 : reading.behind(),
        rows,
        List.copyOf(lastRows),
        List.copyOf(log));
  }
}
