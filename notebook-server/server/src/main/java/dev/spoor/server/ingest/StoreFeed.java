package dev.spoor.server.ingest;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.EventStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the journal into the event store, replay and live rows on one path. A store that is slow
/// makes this wait, never the journal. A store that fails is opened anew, again and again, and fed
/// from where it was durable; meanwhile [#failure] says so.
public final class StoreFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFeed.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Journal journal;
  private final EventStore store;
  private volatile JournalReader reader;
  private volatile boolean closed;
  private volatile @Nullable String failure;
  private volatile long position;
  private @Nullable Thread thread;

  public StoreFeed(Journal journal, EventStore store) {
    this.journal = journal;
    this.store = store;
    this.position = Math.max(store.replayFrom(), journal.oldestLsn());
    this.reader = journal.reader(position);
  }

  public void start() {
    Thread started = Thread.ofPlatform().name("store-feed").unstarted(this::run);
    thread = started;
    started.start();
  }

  /// LSN after the last row that was handed to the store.
  public long position() {
    return position;
  }

  /// Rows that are in the journal and not yet in the store.
  public long behind() {
    return Math.max(0, journal.endLsn() - position);
  }

  /// Why the store takes no rows now, or null.
  public @Nullable String failure() {
    return failure;
  }

  private void run() {
    AcceptedBatch waiting = null;
    try {
      while (!closed) {
        try {
          if (store.failure().isPresent()) {
            failure = store.failure().get();
            recover();
            waiting = null;
          }
          if (waiting == null) {
            waiting = reader.next(IDLE);
          }
          if (waiting != null) {
            store.append(waiting);
            position = waiting.endLsn();
            waiting = null;
          }
          failure = null;
        } catch (IOException | RuntimeException e) {
          if (failure == null) {
            LOG.error("the event store does not take rows from LSN {} on", position, e);
          }
          failure = String.valueOf(e.getMessage());
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      try {
        reader.release();
      } catch (IOException e) {
        LOG.warn("closing the journal's reader failed", e);
      }
    }
  }

  /// Begins anew with the store's durable rows; throws while the store cannot.
  private void recover() throws IOException {
    LOG.error("the event store takes no rows: {}; opening it anew", failure);
    pause();
    long from = store.recover();
    JournalReader before = reader;
    reader = journal.reader(from);
    before.release();
    position = from;
    if (closed) {
      reader.close();
    }
  }

  private void pause() {
    if (!closed) {
      LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.close();
      Thread running = thread;
      if (running != null) {
        LockSupport.unpark(running);
        running.join();
      }
    } catch (IOException e) {
      LOG.warn("closing the journal's reader failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
