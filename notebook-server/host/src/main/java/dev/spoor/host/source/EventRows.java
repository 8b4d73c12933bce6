package dev.spoor.host.source;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The events of a source as the rows of one query. Bounded in bytes: a query that falls behind
/// makes the source wait for a moment, then loses rows, which are counted. Thread-safe.
public final class EventRows implements RowStream, EventListener {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private record Entry(Row row, int size) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final long capacity;
  private final InstantSource clock;
  private final Consumer<EventLoss> losses;
  private EventSource.@Nullable Subscription subscription;
  private long bytes;
  private boolean closed;
  private boolean waiting;
  private long dropped;
  private Instant droppedSince = Instant.EPOCH;

  private EventRows(long capacity, InstantSource clock, Consumer<EventLoss> losses) {
    this.capacity = capacity;
    this.clock = clock;
    this.losses = losses;
  }

  /// Subscribes to a source.
  ///
  /// @param capacity bytes that may wait
  /// @param losses takes what the source or this queue lost; on the source's or the reader's thread
  public static EventRows of(
      EventSource source, long capacity, InstantSource clock, Consumer<EventLoss> losses) {
    EventRows rows = new EventRows(capacity, clock, losses);
    EventSource.Subscription subscription = source.subscribe(rows);
    rows.lock.lock();
    try {
      rows.subscription = subscription;
      if (!rows.closed) {
        return rows;
      }
    } finally {
      rows.lock.unlock();
    }
    subscription.close();
    return rows;
  }

  @Override
  public void event(Row row, int size) {
    EventLoss loss = null;
    lock.lock();
    try {
      if (dropped == 0) {
        awaitRoom(size);
      }
      if (closed) {
        return;
      }
      if (isFull(size)) {
        if (dropped++ == 0) {
          droppedSince = clock.instant();
        }
        return;
      }
      if (dropped > 0) {
        loss = takeLoss();
      }
      entries.add(new Entry(row, size));
      bytes += size;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (loss != null) {
      losses.accept(loss);
    }
  }

  private boolean isFull(int size) {
    return bytes > 0 && bytes + size > capacity;
  }

  private void awaitRoom(int size) {
    long left = PATIENCE_NANOS;
    try {
      while (!closed && isFull(size) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private EventLoss takeLoss() {
    EventLoss loss =
        new EventLoss(
            dropped, true, "the event query fell behind its source", droppedSince, clock.instant());
    dropped = 0;
    return loss;
  }

  @Override
  public void lost(EventLoss loss) {
    losses.accept(loss);
  }

  @Override
  public @Nullable Row next() {
    EventLoss loss = null;
    Row row = null;
    lock.lock();
    try {
      waiting = true;
      while (entries.isEmpty() && !closed) {
        changed.await();
      }
      waiting = false;
      if (!closed) {
        Entry entry = entries.remove();
        bytes -= entry.size();
        row = entry.row();
        if (entries.isEmpty() && dropped > 0) {
          loss = takeLoss();
        }
        changed.signalAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    if (loss != null) {
      losses.accept(loss);
    }
    return row;
  }

  /// Whether the reader has done with all rows there are and waits for the next.
  public boolean isIdle() {
    lock.lock();
    try {
      return waiting && entries.isEmpty() && dropped == 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    EventSource.Subscription old;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      entries.clear();
      bytes = 0;
      old = subscription;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (old != null) {
      old.close();
    }
  }
}
