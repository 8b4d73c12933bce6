package dev.spoor.server.event.lucene;

import dev.spoor.server.event.AcceptedBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Takes batches in order of LSN, one worker per share of the clients, and turns them into open
/// runs and those into blocks. Its inbox is bounded in bytes: who appends waits.
///
/// A row is in the store if its LSN is below the mark of its (worker, artifact, late or not); such
/// rows are dropped, so that a replay may overlap.
final class BlockIndexer {
  /// Rows that happened longer than this before they came have runs of their own.
  static final long LATE = 3_600L * 1_000_000_000L;

  private static final long NANOS_OF_DAY = 86_400L * 1_000_000_000L;
  private static final long MAX_RUN_BYTES = 64L << 20;

  private sealed interface Task {}

  private record Batch(AcceptedBatch batch, long bytes) implements Task {}

  private record SealAll(CountDownLatch done) implements Task {}

  /// What the store gives to its workers.
  interface Partitions {
    Partition forWriting(long day) throws IOException;

    void failed(Throwable cause);
  }

  private final LuceneStoreConfig config;
  private final Object lock;
  private final Partitions partitions;
  private final List<Worker> workers = new ArrayList<>();
  private final AtomicLong openMemory = new AtomicLong();
  private final long replayFrom;

  // guarded by lock
  private long nextLsn;
  private long inboxBytes;
  private long acceptedBytes;
  private boolean stopping;
  private boolean broken;

  /// `marks` = by worker · 2 + (late ? 1 : 0) and artifact, the LSN below which rows are in blocks.
  BlockIndexer(
      LuceneStoreConfig config,
      Object lock,
      Partitions partitions,
      int workerCount,
      long replayFrom,
      Map<Integer, Map<String, Long>> marks) {
    this.config = config;
    this.lock = lock;
    this.partitions = partitions;
    this.replayFrom = replayFrom;
    this.nextLsn = replayFrom;
    for (int i = 0; i < workerCount; i++) {
      Map<OpenRun.Key, Long> own = new HashMap<>();
      marks
          .getOrDefault(i * 2, Map.of())
          .forEach((a, end) -> own.put(new OpenRun.Key(a, false), end));
      marks
          .getOrDefault(i * 2 + 1, Map.of())
          .forEach((a, end) -> own.put(new OpenRun.Key(a, true), end));
      workers.add(new Worker(i, own));
    }
  }

  void start() {
    workers.forEach(worker -> worker.thread.start());
  }

  static long dayOf(long time) {
    return Math.floorDiv(time, NANOS_OF_DAY);
  }

  /// Waits while the inbox is full. False if the indexer has stopped or failed.
  boolean append(AcceptedBatch batch) {
    long bytes = batch.sizeInBytes() + 64L * batch.rows().size() + 256;
    Worker worker =
        workers.get(Math.floorMod(batch.writer().value().hashCode() * 0x9E3779B9, workers.size()));
    synchronized (lock) {
      try {
        while (!stopping && !broken && inboxBytes > 0 && inboxBytes + bytes > config.inboxBytes()) {
          lock.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (stopping || broken) {
        return false;
      }
      inboxBytes += bytes;
      acceptedBytes += bytes;
      worker.inbox.add(new Batch(batch, bytes));
      worker.inFlight.add(batch.firstLsn());
      nextLsn = Math.max(nextLsn, batch.endLsn());
      lock.notifyAll();
      return true;
    }
  }

  /// Seals all rows that were appended before; false if that failed.
  boolean sealAll() {
    CountDownLatch done = new CountDownLatch(workers.size());
    synchronized (lock) {
      if (stopping || broken) {
        return false;
      }
      workers.forEach(worker -> worker.inbox.add(new SealAll(done)));
      lock.notifyAll();
    }
    try {
      while (!done.await(100, TimeUnit.MILLISECONDS)) {
        synchronized (lock) {
          if (broken) {
            return false;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    synchronized (lock) {
      return !broken;
    }
  }

  /// Ends the workers without sealing.
  void stop() {
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
    }
    boolean interrupted = false;
    for (Worker worker : workers) {
      while (worker.thread.isAlive()) {
        try {
          worker.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void breakOff() {
    synchronized (lock) {
      broken = true;
      lock.notifyAll();
    }
  }

  /// The LSN below which no row is waiting or in an open run; under the lock.
  long sealedUpTo() {
    long least = nextLsn;
    for (Worker worker : workers) {
      least = Math.min(least, worker.inFlight.isEmpty() ? least : worker.inFlight.getFirst());
      for (OpenRun run : worker.open) {
        least = Math.min(least, run.firstLsn);
      }
    }
    return least;
  }

  /// The LSN below which every row is searchable; under the lock.
  long visibleUpTo() {
    long least = nextLsn;
    for (Worker worker : workers) {
      least = Math.min(least, worker.inFlight.isEmpty() ? least : worker.inFlight.getFirst());
    }
    return least;
  }

  /// The open runs; under the lock.
  List<OpenRun> openRuns() {
    List<OpenRun> open = new ArrayList<>();
    workers.forEach(worker -> open.addAll(worker.open));
    return open;
  }

  /// Whether a day may still get blocks; under the lock.
  boolean isInUse(long day) {
    return workers.stream()
        .anyMatch(
            worker -> worker.day <= day || worker.open.stream().anyMatch(run -> run.day == day));
  }

  long inboxBytes() {
    return inboxBytes;
  }

  /// Bytes accepted since the last call; under the lock.
  long takeAcceptedBytes() {
    long bytes = acceptedBytes;
    acceptedBytes = 0;
    return bytes;
  }

  long acceptedBytes() {
    return acceptedBytes;
  }

  private final class Worker {
    final int number;
    final Thread thread;
    // guarded by lock
    final ArrayDeque<Task> inbox = new ArrayDeque<>();
    final ArrayDeque<Long> inFlight = new ArrayDeque<>();
    final List<OpenRun> open = new ArrayList<>();
    long day = Long.MIN_VALUE;

    // from here on for the thread only
    private final Map<OpenRun.Key, OpenRun> runs = new HashMap<>();
    private final Map<OpenRun, Long> memory = new HashMap<>();
    private final Map<OpenRun.Key, Long> marks;
    private final RowShredder shredder = new RowShredder();

    Worker(int number, Map<OpenRun.Key, Long> marks) {
      this.number = number;
      this.marks = marks;
      this.thread =
          Thread.ofPlatform().name("spoor-blocks-" + number).daemon().unstarted(this::run);
    }

    private void run() {
      try (BlockWriter writer = new BlockWriter()) {
        for (List<Task> tasks = take(); tasks != null; tasks = take()) {
          for (Task task : tasks) {
            switch (task) {
              case Batch batch -> {
                index(batch.batch, writer);
                done(batch);
              }
              case SealAll all -> {
                sealAll(writer);
                all.done.countDown();
              }
            }
          }
          sealOld(writer);
        }
      } catch (Throwable e) {
        breakOff();
        partitions.failed(e);
      }
    }

    private @Nullable List<Task> take() throws InterruptedException {
      synchronized (lock) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (inbox.isEmpty() && !stopping && !broken) {
          long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (left <= 0) {
            return List.of();
          }
          lock.wait(left);
        }
        if (stopping || broken) {
          return null;
        }
        List<Task> tasks = new ArrayList<>();
        // a few at a time, so that a stop does not wait for the whole inbox
        while (!inbox.isEmpty() && tasks.size() < 64) {
          tasks.add(inbox.poll());
        }
        return tasks;
      }
    }

    private void done(Batch batch) {
      synchronized (lock) {
        inFlight.removeFirst();
        inboxBytes -= batch.bytes;
        lock.notifyAll();
      }
    }

    private void index(AcceptedBatch batch, BlockWriter writer) throws IOException {
      long batchDay = dayOf(batch.ingestTime());
      if (batchDay != day) {
        sealAll(writer);
        synchronized (lock) {
          day = batchDay;
        }
      }
      OpenRun last = null;
      for (int i = 0; i < batch.rows().size(); i++) {
        long lsn = batch.firstLsn() + i;
        boolean late = batch.ingestTime() - batch.rows().get(i).eventTime() > LATE;
        OpenRun.Key key = new OpenRun.Key(batch.artifact(), late);
        if (lsn < replayFrom || lsn < marks.getOrDefault(key, 0L)) {
          continue;
        }
        shredder.shred(batch.rows().get(i).json());
        OpenRun run = run(key, lsn);
        if (!run.append(batch, i, shredder)) {
          seal(run, writer);
          run = run(key, lsn);
          if (!run.append(batch, i, shredder)) {
            throw new IllegalStateException("a row does not fit an empty run");
          }
        }
        marks.put(key, lsn + 1);
        last = run;
        if (run.count >= config.runRows() || run.rawBytes() >= MAX_RUN_BYTES) {
          seal(run, writer);
          last = null;
        }
      }
      if (last != null) {
        account(last, last.memory());
      }
      while (openMemory.get() > config.openBytes() && !runs.isEmpty()) {
        seal(largest(), writer);
      }
    }

    private OpenRun largest() {
      return runs.values().stream()
          .max(Comparator.comparingLong(run -> memory.getOrDefault(run, 0L)))
          .orElseThrow();
    }

    private OpenRun run(OpenRun.Key key, long lsn) {
      OpenRun run = runs.get(key);
      if (run == null) {
        run = new OpenRun(key, day, lsn, System.nanoTime());
        runs.put(key, run);
        synchronized (lock) {
          open.add(run);
        }
      }
      return run;
    }

    private void account(OpenRun run, long bytes) {
      Long before = bytes == 0 ? memory.remove(run) : memory.put(run, bytes);
      openMemory.addAndGet(bytes - (before == null ? 0 : before));
    }

    private void sealOld(BlockWriter writer) throws IOException {
      long now = System.nanoTime();
      for (OpenRun run : List.copyOf(runs.values())) {
        if (now - run.openedAt > config.runAge().toNanos()) {
          seal(run, writer);
        }
      }
    }

    private void sealAll(BlockWriter writer) throws IOException {
      for (OpenRun run : List.copyOf(runs.values())) {
        seal(run, writer);
      }
    }

    private void seal(OpenRun run, BlockWriter writer) throws IOException {
      List<SealedBlock> blocks = writer.cut(run, number, config.blockRows());
      partitions.forWriting(run.day).add(blocks, () -> open.remove(run));
      runs.remove(run.key);
      account(run, 0);
    }
  }
}
