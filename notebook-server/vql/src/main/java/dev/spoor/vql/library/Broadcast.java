package dev.spoor.vql.library;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.HeldRows;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.RunContext;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// `generate()`: one run of a query for several readers. It begins some time after the first reader
/// came, or as soon as there are enough; each reader gets the rows from when it came. The slowest
/// reader holds the others back: a row is never dropped. Thread-safe.
final class Broadcast implements Query {
  private static final int BUFFER = 256;
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private record Key(Object name) {}

  private final Query source;
  private final Scope scope;
  private final Duration delay;
  private final long fanOut;
  private final HeldRows held;
  private @Nullable Generation current;

  private Broadcast(Query source, Scope scope, Duration delay, long fanOut) {
    this.source = source;
    this.scope = scope;
    this.delay = delay;
    this.fanOut = fanOut;
    this.held = HeldRows.of(scope.run());
  }

  static @Nullable Object of(FunctionCall call) {
    Query query = call.query("query");
    if (query == null) {
      return null;
    }
    double delay = call.number("delay", 0);
    if (!(delay >= 0 && delay < 1e9)) {
      throw call.refuse("delay must be a number of seconds");
    }
    Object name = call.has("name") ? call.text("name") : query;
    long fanOut = call.integer("fan_out", 1);
    Duration wait =
        call.has("delay") || fanOut <= 1 ? Duration.ofNanos((long) (delay * 1e9)) : FOR_EVER;
    return call.run().shared(new Key(name), () -> new Broadcast(query, call.scope(), wait, fanOut));
  }

  @Override
  public synchronized RowStream open(Scope reader) {
    Generation generation = current;
    if (generation == null || generation.isOver()) {
      generation = new Generation();
      current = generation;
      Generation started = generation;
      held.runOutOfStep();
      Cancellation.Registration hook = reader.run().sessionCancellation().onCancel(started::stop);
      reader
          .run()
          .fork(
              "generate",
              () -> {
                produce(started, reader.run());
                hook.close();
              });
    }
    Reader added = generation.add();
    // a reader that waits must wake when its statement is over
    added.hook = reader.run().cancellation().onCancel(added::close);
    return added;
  }

  private void produce(Generation generation, RunContext run) {
    try {
      generation.awaitReaders(run);
      RowStream rows = source.open(scope);
      if (!generation.reads(rows)) {
        rows.close();
        return;
      }
      try (rows) {
        for (Row row = rows.next(); row != null && generation.put(row); row = rows.next()) {
          // given to the readers
        }
      }
      generation.end(null);
    } catch (RuntimeException | StackOverflowError e) {
      generation.end(e);
    }
  }

  /// One run of the query with its readers; its monitor guards them too.
  private final class Generation {
    private final List<Reader> readers = new ArrayList<>();
    private final Cancellation waiting = new Cancellation();
    private @Nullable RowStream rows;
    private @Nullable Throwable fault;
    private boolean over;

    synchronized boolean isOver() {
      return over;
    }

    synchronized Reader add() {
      Reader reader = new Reader(this);
      readers.add(reader);
      if (fanOut > 1 && readers.size() >= fanOut) {
        waiting.cancel();
      }
      return reader;
    }

    void awaitReaders(RunContext run) {
      if (delay.isZero()) {
        return;
      }
      try {
        run.clock().sleep(delay, waiting);
      } catch (CancelledException e) {
        // there are enough of them, or none any more
      }
    }

    synchronized boolean reads(RowStream opened) {
      rows = opened;
      return !over;
    }

    synchronized boolean put(Row row) {
      try {
        while (!over && readers.stream().anyMatch(reader -> reader.buffer.size() >= BUFFER)) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (over) {
        return false;
      }
      readers.forEach(reader -> reader.buffer.add(row));
      held.hold(readers.size());
      notifyAll();
      return true;
    }

    synchronized void end(@Nullable Throwable why) {
      over = true;
      fault = why;
      notifyAll();
    }

    synchronized @Nullable Row next(Reader reader) {
      held.release(reader.givenOn);
      reader.givenOn = 0;
      try {
        while (reader.buffer.isEmpty() && !over && readers.contains(reader)) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException();
      }
      Row row = readers.contains(reader) ? reader.buffer.poll() : null;
      reader.givenOn = row == null ? 0 : 1;
      notifyAll();
      if (row == null && readers.contains(reader) && fault != null) {
        if (fault instanceof RuntimeException e) {
          throw e;
        }
        throw new IllegalStateException(fault);
      }
      return row;
    }

    void remove(Reader reader) {
      boolean last;
      synchronized (this) {
        last = readers.remove(reader) && readers.isEmpty();
        held.release(reader.buffer.size() + reader.givenOn);
        reader.buffer.clear();
        reader.givenOn = 0;
        notifyAll();
      }
      if (last) {
        stop();
      }
    }

    void stop() {
      RowStream running;
      synchronized (this) {
        over = true;
        running = rows;
        notifyAll();
      }
      waiting.cancel();
      if (running != null) {
        running.close();
      }
    }
  }

  private static final class Reader implements RowStream {
    private final Generation generation;
    private final Queue<Row> buffer = new ArrayDeque<>();

    /// Rows (none or one) that were taken from the buffer and may not be done with.
    private int givenOn;

    private volatile Cancellation.@Nullable Registration hook;

    Reader(Generation generation) {
      this.generation = generation;
    }

    @Override
    public @Nullable Row next() {
      return generation.next(this);
    }

    @Override
    public void close() {
      generation.remove(this);
      Cancellation.Registration registered = hook;
      if (registered != null) {
        registered.close();
      }
    }
  }
}
