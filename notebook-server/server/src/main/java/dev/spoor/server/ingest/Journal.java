package dev.spoor.server.ingest;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.AcceptedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's durable log of accepted batches. One thread groups what waits, drops rows it
/// already has, writes, forces, and only then answers, also to the senders of dropped rows.
///
/// Thread-safe. When the waiting batches reach their limit in bytes, `append` blocks. A group whose
/// write fails is refused as a whole and cut from the file; the next one tries again.
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int PERMIT_BYTES = 1024;

  private final JournalConfig config;
  private final StorageFiles files;
  private final InstantSource clock;
  private final SequenceTable sequences = new SequenceTable();
  private final JournalSegments segments;
  private final JournalCounters counters = new JournalCounters();
  private final BlockingQueue<Entry> inbox = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final int roomPermits;

  private final ReentrantLock readers = new ReentrantLock();
  private final Condition durableMoved = readers.newCondition();
  private volatile long endLsn;
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable String failure;
  private volatile boolean closed;

  private @Nullable JournalWriter writer;
  private @Nullable Thread thread;

  /// What came of a batch: which of its rows are new. Both kinds are durable.
  public record Appended(int accepted, int duplicates) {}

  private sealed interface Entry {}

  private record Waiting(
      AcceptedBatch batch,
      ByteBuffer record,
      int permits,
      long failuresKnown,
      CompletableFuture<Appended> answer)
      implements Entry {}

  /// The last entry.
  private record Stop() implements Entry {}

  public Journal(JournalConfig config, StorageFiles files, InstantSource clock) {
    this.config = config;
    this.files = files;
    this.clock = clock;
    this.segments = new JournalSegments(files, config.folder());
    this.roomPermits = (int) Math.max(1, config.inboxBytes() / PERMIT_BYTES);
    this.room = new Semaphore(roomPermits);
  }

  /// Recovers what is on disk and starts the journal's thread.
  ///
  /// @param knownLsn LSN after the last row that others hold; no row gets a smaller one
  public void start(long knownLsn) throws IOException {
    JournalWriter opened = JournalWriter.open(config, files, clock, segments, sequences, knownLsn);
    writer = opened;
    endLsn = opened.nextLsn();
    Thread started = Thread.ofPlatform().name("journal").unstarted(() -> run(opened));
    thread = started;
    started.start();
  }

  /// Completes when the rows are durable; fails with `UNAVAILABLE` when they could not be written.
  public CompletableFuture<Appended> append(AcceptedBatch batch) throws InterruptedException {
    return append(batch, Long.MAX_VALUE);
  }

  /// How many groups could not be written so far.
  public long failures() {
    return failures.get();
  }

  /// Why the last group could not be written; null when it was. The next one tries again.
  public @Nullable String failure() {
    return failure;
  }

  /// As [#append(AcceptedBatch)], for one of several batches that depend on each other: refused
  /// once more groups have failed than `failuresKnown`. Otherwise a row whose batch failed would,
  /// when it comes again, be taken for a resend because a later one of its stream had been written.
  public CompletableFuture<Appended> append(AcceptedBatch batch, long failuresKnown)
      throws InterruptedException {
    ByteBuffer record = JournalFormat.record(batch);
    int permits = Math.min(roomPermits, record.limit() / PERMIT_BYTES + 1);
    room.acquire(permits);
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    inbox.add(new Waiting(batch, record, permits, failuresKnown, answer));
    if (closed) {
      // the thread may have looked for the last time before the batch came in
      refuseWaiting();
    }
    return answer;
  }

  /// LSN after the last durable row.
  public long endLsn() {
    return endLsn;
  }

  public long oldestLsn() {
    return segments.oldestLsn();
  }

  public SequenceTable sequences() {
    return sequences;
  }

  public JournalCounters counters() {
    return counters;
  }

  /// A reader that begins with the row `fromLsn`, or the oldest that is still there.
  public JournalReader reader(long fromLsn) {
    return new JournalReader(this, files, segments, fromLsn);
  }

  /// Waits until the journal ends beyond `lsn`, the limit is over, or `stop` is true.
  void awaitBeyond(long lsn, Duration limit, BooleanSupplier stop) throws InterruptedException {
    long remaining = limit.toNanos();
    readers.lock();
    try {
      while (endLsn <= lsn && !closed && !stop.getAsBoolean() && remaining > 0) {
        remaining = durableMoved.awaitNanos(remaining);
      }
    } finally {
      readers.unlock();
    }
  }

  void wakeReaders() {
    readers.lock();
    try {
      durableMoved.signalAll();
    } finally {
      readers.unlock();
    }
  }

  /// Deletes segments whose rows nobody needs: all below `lsn`, keeping the newest `keepBytes`.
  public void deleteBelow(long lsn, long keepBytes) throws IOException {
    JournalWriter current = writer;
    if (current != null) {
      current.deleteBelow(lsn, keepBytes);
    }
  }

  private void run(JournalWriter opened) {
    List<Waiting> group = new ArrayList<>();
    try {
      while (inbox.take() instanceof Waiting first) {
        collect(first, group);
        commit(opened, group);
        group.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      group.forEach(waiting -> waiting.answer().completeExceptionally(unavailable("stopped")));
      refuseWaiting();
      try {
        opened.close();
      } catch (IOException e) {
        LOG.error("the journal did not close cleanly", e);
      }
    }
  }

  private void collect(Waiting first, List<Waiting> group) throws InterruptedException {
    group.add(first);
    long bytes = first.record().limit();
    long deadline = System.nanoTime() + config.groupWindow().toNanos();
    while (bytes < config.groupBytes()) {
      Entry next = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      if (!(next instanceof Waiting waiting)) {
        inbox.add(next);
        return;
      }
      group.add(waiting);
      bytes += waiting.record().limit();
    }
  }

  private void commit(JournalWriter opened, List<Waiting> group) {
    group.removeIf(this::isOrphan);
    if (group.isEmpty()) {
      return;
    }
    List<Appended> answers = new ArrayList<>(group.size());
    try {
      for (Waiting waiting : group) {
        answers.add(opened.add(waiting.batch(), waiting.record()));
      }
      opened.commit();
    } catch (IOException | RuntimeException e) {
      LOG.error("a group of {} batches could not be journalled: {}", group.size(), e.toString());
      counters.failedGroups.increment();
      failures.incrementAndGet();
      failure = String.valueOf(e.getMessage());
      opened.rollBack();
      for (Waiting waiting : group) {
        room.release(waiting.permits());
        waiting.answer().completeExceptionally(unavailable(e.getMessage()));
      }
      return;
    }
    failure = null;
    endLsn = opened.nextLsn();
    wakeReaders();
    for (int i = 0; i < answers.size(); i++) {
      room.release(group.get(i).permits());
      counters.count(answers.get(i), group.get(i).record().limit());
      group.get(i).answer().complete(answers.get(i));
    }
  }

  /// Refuses a batch of which an earlier part may have failed.
  private boolean isOrphan(Waiting waiting) {
    if (waiting.failuresKnown() >= failures.get()) {
      return false;
    }
    room.release(waiting.permits());
    waiting.answer().completeExceptionally(unavailable("an earlier batch failed"));
    return true;
  }

  private void refuseWaiting() {
    for (Entry entry = inbox.poll(); entry != null; entry = inbox.poll()) {
      if (entry instanceof Waiting waiting) {
        room.release(waiting.permits());
        waiting.answer().completeExceptionally(unavailable("stopped"));
      }
    }
  }

  private static SpoorException unavailable(@Nullable String why) {
    return new SpoorException(ErrorCode.UNAVAILABLE, "the journal cannot be written: " + why);
  }

  /// Writes what waits, then stops; later appends are refused.
  @Override
  public void close() {
    closed = true;
    inbox.add(new Stop());
    wakeReaders();
    Thread running = thread;
    try {
      if (running != null) {
        running.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
