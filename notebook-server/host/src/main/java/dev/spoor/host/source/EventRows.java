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

  /// A row, or how far the source had come when it came to it.
  private record Entry(@Nullable Row row, @Nullable EventPosition position, int size) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final long capacity;
  private final InstantSource clock;
  private final EventWatch watch;
  private EventSource.@Nullable Subscription subscription;
  private long bytes;
  private boolean closed;
  private long dropped;
  private Instant droppedSince = Instant.EPOCH;

  private EventRows(long capacity, InstantSource clock, EventWatch watch) {
    this.capacity = capacity;
    this.clock = clock;
    this.watch = watch;
  }

  /// Subscribes to a source.
  ///
  /// @param capacity bytes that may wait
  /// @param losses takes what the source or this queue lost; on the source's or the reader's thread
  public static EventRows of(
      EventSource source, long capacity, InstantSource clock, Consumer<EventLoss> losses) {
    return watched(source, capacity, clock, losses::accept);
  }

  /// Subscribes to a source for somebody who also wants to know how far the reading came.
  public static EventRows watched(
      EventSource source, long capacity, InstantSource clock, EventWatch watch) {
    EventRows rows = new EventRows(capacity, clock, watch);
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
      entries.add(new Entry(row, null, size));
      bytes += size;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (loss != null) {
      watch.lost(loss);
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
    watch.lost(loss);
  }

  @Override
  public @Nullable EventPosition since() {
    return watch.since();
  }

  /// Is passed on when the reader has done with the rows before it.
  @Override
  public void reached(EventPosition position) {
    EventLoss loss = null;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (dropped > 0) {
        loss = takeLoss();
      }
    } finally {
      lock.unlock();
    }
    if (loss != null) {
      watch.lost(loss);
    }
    lock.lock();
    try {
      Entry last = entries.peekLast();
      if (last != null && last.row() == null) {
        entries.removeLast();
      }
      if (!closed) {
        entries.add(new Entry(null, position, 0));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Row next() {
    while (true) {
      Entry entry = take();
      if (entry == null) {
        return null;
      }
      EventPosition position = entry.position();
      if (position == null) {
        return entry.row();
      }
      watch.reached(this, position);
    }
  }

  /// Waits for an entry; null at the end.
  private @Nullable Entry take() {
    EventLoss loss = null;
    Entry entry = null;
    lock.lock();
    try {
      while (entries.isEmpty() && !closed) {
        changed.await();
      }
      if (!closed) {
        entry = entries.remove();
        bytes -= entry.size();
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
      watch.lost(loss);
    }
    return entry;
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
