package dev.spoor.server.event.lucene;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.EventDay;
import dev.spoor.server.event.TimeRange;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store from one opening to its end: takes batches, turns them into blocks of the partition of
/// their day, commits. A failure of the disk ends the taking of rows for good, searches go on; what
/// comes after is another opening. Thread-safe.
final class BlockStore {
  private static final Logger LOG = LoggerFactory.getLogger(BlockStore.class);
  private static final int DAYS_OF_COLUMNS = 7;

  /// A partition that nobody asks for so long is closed, and the longest unused of more than
  /// [#MOST_OPEN].
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  static final int MOST_OPEN = 32;

  private final LuceneStoreConfig config;
  private final Object lock;
  private final Object commitLock = new Object();
  private final BlockIndexer indexer;
  private final Thread committer;
  private final long replayFrom;

  // guarded by lock; by day
  private final TreeMap<Long, Partition> partitions;
  private long durableUpTo;
  private long nextCommit;
  private boolean closed;
  private @Nullable String failure;

  private BlockStore(
      LuceneStoreConfig config,
      Object lock,
      TreeMap<Long, Partition> partitions,
      int workers,
      long replayFrom,
      Map<Integer, Map<String, Long>> marks) {
    this.config = config;
    this.lock = lock;
    this.partitions = partitions;
    this.replayFrom = replayFrom;
    this.durableUpTo = replayFrom;
    this.nextCommit = System.nanoTime() + config.commitInterval().toNanos();
    this.indexer =
        new BlockIndexer(
            config,
            lock,
            new BlockIndexer.Partitions() {
              @Override
              public Partition forWriting(long day) throws IOException {
                return partition(day);
              }

              @Override
              public void failed(Throwable cause) {
                fail(cause);
              }
            },
            workers,
            replayFrom,
            marks);
    this.committer =
        Thread.ofPlatform().name("spoor-blocks-commit").daemon().unstarted(this::commitNowAndThen);
  }

  /// Opens what is there and starts the threads. Only the newest days are looked into: the others
  /// are opened when they are asked for.
  static BlockStore open(LuceneStoreConfig config) {
    TreeMap<Long, Partition> partitions = new TreeMap<>();
    Object lock = new Object();
    try {
      config.files().createFolders(config.folder());
      int workers = StoreFolder.workers(config);
      StoreFolder.deleteForgotten(config);
      for (long day : StoreFolder.days(config)) {
        partitions.put(day, new Partition(day, config, lock));
      }
      long replayFrom = 0;
      for (Partition partition : partitions.descendingMap().values()) {
        long from = partition.replayFrom();
        replayFrom = Math.max(replayFrom, from);
        if (from >= 0) {
          break;
        }
      }
      BlockStore store =
          new BlockStore(
              config, lock, partitions, workers, replayFrom, marks(partitions, replayFrom));
      store.indexer.start();
      store.committer.start();
      return store;
    } catch (IOException | RuntimeException e) {
      closeAll(partitions);
      throw new SpoorException(
          ErrorCode.UNAVAILABLE,
          "the event store in " + config.folder() + " cannot be opened: " + e.getMessage(),
          List.of(),
          e);
    }
  }

  /// The LSN below which the rows of a worker and artifact are in blocks. Older days than the first
  /// one that ends before the replay have no larger ones.
  private static Map<Integer, Map<String, Long>> marks(
      TreeMap<Long, Partition> partitions, long replayFrom) throws IOException {
    Map<Integer, Map<String, Long>> marks = new HashMap<>();
    for (Partition partition : partitions.descendingMap().values()) {
      long last = 0;
      try (Partition.Snapshot seen = partition.atRest()) {
        if (seen.reader() != null) {
          for (var byWorker : BlockIndex.marks(seen.reader()).entrySet()) {
            for (var mark : byWorker.getValue().entrySet()) {
              last = Math.max(last, mark.getValue());
              marks
                  .computeIfAbsent(byWorker.getKey(), w -> new HashMap<>())
                  .merge(mark.getKey(), mark.getValue(), Math::max);
            }
          }
        }
      }
      if (last > 0 && last <= replayFrom) {
        break;
      }
    }
    return marks;
  }

  private static void closeAll(TreeMap<Long, Partition> partitions) {
    for (Partition partition : partitions.values()) {
      try {
        partition.close();
      } catch (IOException e) {
        LOG.warn("closing the events of day {} failed", partition.day, e);
      }
    }
  }

  private Partition partition(long day) throws IOException {
    synchronized (lock) {
      Partition known = partitions.get(day);
      // a writer is closed only when no worker has or will get rows of that day
      if (known != null && known.isWritable()) {
        return known;
      }
    }
    synchronized (commitLock) {
      Partition partition;
      synchronized (lock) {
        partition = partitions.get(day);
      }
      if (partition == null) {
        partition = new Partition(day, config, lock);
        synchronized (lock) {
          partitions.put(day, partition);
        }
      }
      partition.openForWriting();
      return partition;
    }
  }

  private void fail(Throwable cause) {
    boolean isFirst;
    synchronized (lock) {
      isFirst = failure == null && !closed;
      if (failure == null) {
        failure = String.valueOf(cause.getMessage());
      }
    }
    indexer.breakOff();
    if (isFirst) {
      String message = "the event store takes no more rows until it is opened again: {}";
      if (cause instanceof IOException) {
        LOG.error(message, cause.getMessage());
      } else {
        LOG.error(message, cause.getMessage(), cause);
      }
    }
  }

  void append(AcceptedBatch batch) {
    if (!indexer.append(batch)) {
      throw unavailable();
    }
  }

  private SpoorException unavailable() {
    synchronized (lock) {
      return new SpoorException(
          ErrorCode.UNAVAILABLE,
          failure == null
              ? "the event store is closed"
              : "the event store takes no rows since a failure: " + failure);
    }
  }

  Optional<String> failure() {
    synchronized (lock) {
      return Optional.ofNullable(failure);
    }
  }

  long replayFrom() {
    return replayFrom;
  }

  long durableUpTo() {
    synchronized (lock) {
      return durableUpTo;
    }
  }

  long visibleUpTo() {
    synchronized (lock) {
      return indexer.visibleUpTo();
    }
  }

  long inboxBytes() {
    synchronized (lock) {
      return indexer.inboxBytes();
    }
  }

  /// What can be seen now of the wanted days; of days at rest only if they have events of these
  /// times. The caller closes it.
  StoreMoment moment(LongPredicate days, TimeRange events) throws IOException {
    return moment(
        partition ->
            days.test(partition.day) && (partition.isWritable() || partition.mayHold(events)));
  }

  /// What can be seen of the days that are written.
  StoreMoment momentOfWriting() throws IOException {
    return moment(Partition::isWritable);
  }

  /// What can be seen of the newest days.
  StoreMoment momentOfNewest() throws IOException {
    List<Long> newest;
    synchronized (lock) {
      newest = partitions.descendingKeySet().stream().limit(DAYS_OF_COLUMNS).toList();
    }
    return moment(partition -> newest.contains(partition.day));
  }

  private StoreMoment moment(Predicate<Partition> wanted) throws IOException {
    StoreMoment moment = tryMoment(wanted);
    while (moment == null) {
      moment = tryMoment(wanted);
    }
    return moment;
  }

  /// Null when a partition began to be written meanwhile: a row could be seen in it and in a run.
  private @Nullable StoreMoment tryMoment(Predicate<Partition> wanted) throws IOException {
    List<OpenRunView> runs;
    Map<Partition, Long> chosen = new LinkedHashMap<>();
    Map<Partition, Partition.Snapshot> writing = new HashMap<>();
    synchronized (lock) {
      if (closed) {
        throw new SpoorException(ErrorCode.UNAVAILABLE, "the event store is closed");
      }
      runs = indexer.openRuns().stream().map(OpenRunView::new).toList();
      for (Partition partition : partitions.values()) {
        if (wanted.test(partition)) {
          chosen.put(partition, partition.writings());
          if (partition.isWritable()) {
            writing.put(partition, partition.snapshot());
          }
        }
      }
    }
    Map<Partition, Partition.Snapshot> seen = new LinkedHashMap<>();
    boolean isWhole = false;
    try {
      for (Map.Entry<Partition, Long> each : chosen.entrySet()) {
        Partition partition = each.getKey();
        Partition.Snapshot snapshot = writing.remove(partition);
        seen.put(partition, snapshot == null ? partition.atRest() : snapshot);
        if (partition.writings() != each.getValue()) {
          return null;
        }
      }
      isWhole = true;
      return new StoreMoment(runs, seen);
    } finally {
      if (!isWhole) {
        new StoreMoment(runs, seen).close();
        new StoreMoment(runs, writing).close();
      }
    }
  }

  /// The days that are not written now.
  List<Partition> resting() {
    synchronized (lock) {
      return partitions.values().stream().filter(p -> !p.isWritable()).toList();
    }
  }

  /// What is kept of each day. A day that is written tells what its index knows.
  List<EventDay> days() {
    List<EventDay> days = new ArrayList<>();
    try (StoreMoment moment = momentOfWriting()) {
      Map<Long, BlockIndex.Counts> open = new HashMap<>();
      Map<Long, Long> sizes = new HashMap<>();
      for (var entry : moment.partitions().entrySet()) {
        BlockIndex.Counts counts = new BlockIndex.Counts();
        if (entry.getValue().reader() != null) {
          counts.addAll(entry.getValue().reader());
        }
        for (Partition.Pending pending : entry.getValue().pending()) {
          counts.add(pending.artifact(), pending.location().rows(), pending.rowsWithRest());
          counts.bytes.merge(pending.artifact(), (long) pending.location().length(), Long::sum);
        }
        open.put(entry.getKey().day, counts);
        sizes.put(entry.getKey().day, entry.getKey().blocks.size() + entry.getKey().indexBytes());
      }
      for (Map.Entry<Long, BlockIndex.Counts> each : open.entrySet()) {
        days.add(
            eventDay(each.getKey(), true, sizes.getOrDefault(each.getKey(), 0L), each.getValue()));
      }
      for (Partition partition : resting()) {
        if (!open.containsKey(partition.day)) {
          Partition.Summary summary = partition.summary();
          days.add(eventDay(partition.day, false, summary.bytes(), summary.counts()));
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    days.sort(Comparator.comparing(EventDay::day));
    return days;
  }

  private static EventDay eventDay(long day, boolean isOpen, long bytes, BlockIndex.Counts counts) {
    Map<String, Long> rows = new TreeMap<>(counts.rows);
    rows.values().removeIf(number -> number == 0);
    return new EventDay(LocalDate.ofEpochDay(day), isOpen, bytes, rows, counts.bytes);
  }

  private static SpoorException unreadable(IOException e) {
    return new SpoorException(
        ErrorCode.INTERNAL, "the index of events cannot be read", List.of(), e);
  }

  /// Forgets events of a day that is at rest; the newest day stays, because it tells where replay
  /// starts.
  boolean forget(long day, Set<String> artifacts) {
    synchronized (commitLock) {
      Partition partition;
      synchronized (lock) {
        partition = partitions.get(day);
        if (closed
            || failure != null
            || partition == null
            || partition.isWritable()
            || partitions.lastKey() == day) {
          return false;
        }
      }
      try {
        Set<String> kept = new HashSet<>(partition.summary().counts().rows.keySet());
        if (!kept.removeAll(artifacts)) {
          return false;
        }
        if (!kept.isEmpty()) {
          partition.forget(artifacts);
          return true;
        }
        synchronized (lock) {
          partitions.remove(day);
        }
        partition.close();
        StoreFolder.delete(config, day);
        return true;
      } catch (IOException e) {
        throw new SpoorException(
            ErrorCode.INTERNAL,
            "events of " + LocalDate.ofEpochDay(day) + " could not be forgotten: " + e.getMessage(),
            List.of(),
            e);
      }
    }
  }

  private void commitNowAndThen() {
    while (true) {
      boolean due;
      synchronized (lock) {
        try {
          lock.wait(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
          return;
        }
        if (closed || failure != null) {
          return;
        }
        due =
            System.nanoTime() - nextCommit >= 0 || indexer.acceptedBytes() >= config.commitBytes();
      }
      try {
        if (due) {
          commitSealed();
        }
        for (Partition partition : writable()) {
          if (partition.pendingBlocks() > config.refreshBlocks()) {
            partition.refresh();
          }
        }
        closeIdle();
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
    }
  }

  /// Lets go of days that nobody has asked for lately.
  void closeIdle() throws IOException {
    long now = System.nanoTime();
    List<Partition> open =
        resting().stream()
            .filter(Partition::isOpen)
            .sorted(Comparator.comparingLong(p -> p.lastUsed() - now))
            .toList();
    for (int i = 0; i < open.size(); i++) {
      boolean isTooMany = open.size() - i > MOST_OPEN;
      if (isTooMany || now - open.get(i).lastUsed() > IDLE_NANOS) {
        open.get(i).closeIdle();
      }
    }
  }

  private List<Partition> writable() {
    synchronized (lock) {
      return partitions.values().stream().filter(Partition::isWritable).toList();
    }
  }

  void commit() {
    if (!indexer.sealAll()) {
      throw unavailable();
    }
    try {
      commitSealed();
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw unavailable();
    }
  }

  /// Makes the sealed blocks durable; open runs stay open.
  void commitSealed() throws IOException {
    synchronized (commitLock) {
      long upTo;
      List<Partition> writable;
      List<Partition> ended;
      synchronized (lock) {
        // what is below is in blocks that were added before: the commits hold it
        upTo = indexer.sealedUpTo();
        indexer.takeAcceptedBytes();
        nextCommit = System.nanoTime() + config.commitInterval().toNanos();
        writable = partitions.values().stream().filter(Partition::isWritable).toList();
        // decided before the commit: one that is still in use may get blocks after it
        ended = writable.stream().filter(p -> !indexer.isInUse(p.day)).toList();
      }
      for (Partition partition : writable) {
        // only the newest day tells where replay starts, and it does so last
        boolean isNewest = partition.equals(writable.getLast());
        partition.commit(isNewest ? upTo : null);
      }
      if (writable.isEmpty()) {
        return;
      }
      synchronized (lock) {
        durableUpTo = Math.max(durableUpTo, upTo);
      }
      for (Partition partition : writable) {
        if (ended.contains(partition) && !partition.equals(writable.getLast())) {
          partition.closeWriter();
        } else if (partition.pendingBlocks() > 0) {
          // cheap now: the commit has written what a reader needs
          partition.refresh();
        }
      }
    }
  }

  /// Lets the indexes know all blocks.
  void refresh() throws IOException {
    for (Partition partition : writable()) {
      partition.refresh();
    }
  }

  /// Ends without sealing or committing, as a crash would, but lets go of the files.
  void closeAbruptly() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      lock.notifyAll();
    }
    indexer.stop();
    joinCommitter();
    synchronized (commitLock) {
      closeAll(partitions);
    }
  }

  /// After a failure: ends what writes, so that the folder can be opened anew. Searches go on.
  void stopWriting() {
    indexer.stop();
    joinCommitter();
    synchronized (commitLock) {
      for (Partition partition : writable()) {
        try {
          partition.stopWriting();
        } catch (IOException e) {
          LOG.warn("the writer of day {} ended badly: {}", partition.day, e.getMessage());
        }
      }
    }
  }

  private void joinCommitter() {
    boolean interrupted = false;
    while (committer.isAlive()) {
      try {
        committer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    boolean sound;
    synchronized (lock) {
      sound = !closed && failure == null;
    }
    if (sound) {
      try {
        commit();
      } catch (SpoorException e) {
        LOG.warn("the last commit failed: these rows come again from the journal", e);
      }
    }
    closeAbruptly();
  }
}
