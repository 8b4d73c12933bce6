package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.source.EventListener;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps what a source hands on.
final class Watched implements EventListener {
  final List<Row> rows = Collections.synchronizedList(new ArrayList<>());
  final List<EventLoss> losses = Collections.synchronizedList(new ArrayList<>());
  volatile @Nullable EventPosition reached;
  private final @Nullable EventPosition since;

  Watched() {
    this(null);
  }

  Watched(@Nullable EventPosition since) {
    this.since = since;
  }

  @Override
  public void reached(EventPosition position) {
    reached = position;
  }

  @Override
  public @Nullable EventPosition since() {
    return since;
  }

  @Override
  public void event(Row row, int size) {
    rows.add(row);
  }

  @Override
  public void lost(EventLoss loss) {
    losses.add(loss);
  }

  long lost() {
    synchronized (losses) {
      return losses.stream().mapToLong(EventLoss::count).sum();
    }
  }

  List<Row> matching(Predicate<Row> wanted) {
    synchronized (rows) {
      return rows.stream().filter(wanted).toList();
    }
  }

  static String commandLine(Row row) {
    return String.valueOf(row.path(List.of("EventData", "CommandLine")));
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
