package dev.spoor.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.wire.Priority;
import dev.spoor.wire.QueryLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps what event queries hand on.
final class CollectingSink implements RowSink, QueryLogSink {
  final List<String> rows = Collections.synchronizedList(new ArrayList<>());
  final List<String> losses = Collections.synchronizedList(new ArrayList<>());
  final List<String> states = Collections.synchronizedList(new ArrayList<>());
  final List<String> reached = Collections.synchronizedList(new ArrayList<>());
  final Map<Integer, EventPosition> since = new ConcurrentHashMap<>();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void append(StreamKey stream, Priority priority, Instant made, byte[] row) {
    rows.add(stream.stream() + " " + priority + " " + new String(row, StandardCharsets.UTF_8));
  }

  @Override
  public void lost(StreamKey stream, EventLoss loss) {
    losses.add(stream.stream() + " " + loss.count() + " " + loss.cause());
  }

  @Override
  public void reached(StreamKey stream, EventPosition position) {
    reached.add(stream.stream() + " " + position.time() + " after " + rows.size() + " rows");
  }

  @Override
  public @Nullable EventPosition since(StreamKey stream) {
    return since.get(stream.stream());
  }

  @Override
  public void report(StreamKey stream, StreamReport report) {
    states.add(stream.stream() + " " + report.state());
  }

  @Override
  public void log(QueryLog line) {
    log.add(line.stream() + " " + line.text());
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
