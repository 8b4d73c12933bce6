package dev.spoor.server.event.lucene;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.EventColumn;
import dev.spoor.server.event.EventPlan;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStoreStatus;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.lucene.LuceneEventStream.OfBlock;
import dev.spoor.server.event.lucene.LuceneEventStream.OfRun;
import dev.spoor.server.event.lucene.LuceneEventStream.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event store of one machine: rows in blocks, column by column, in files of their own; a
/// Lucene index of blocks; rows that are not yet in a block searched in memory.
///
/// What is on the disk after a crash is what the last commit of each partition names; the rest
/// comes again from the journal. A failure of the disk ends the taking of rows until the store is
/// opened again; searches go on.
public final class LuceneEventStore implements EventStore {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneEventStore.class);
  private static final int MAX_COLUMNS = 4_096;
  private static final int DAYS_OF_COLUMNS = 7;
  private static final String STORE_FILE = "store.properties";

  private final LuceneStoreConfig config;
  private final TemplateCache templates = new TemplateCache();
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

  private LuceneEventStore(
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

  /// Opens the store and starts its threads. Throws `SpoorException` (UNAVAILABLE) if what is on
  /// the disk cannot be read.
  public static LuceneEventStore open(LuceneStoreConfig config) {
    TreeMap<Long, Partition> partitions = new TreeMap<>();
    Object lock = new Object();
    try {
      config.files().createFolders(config.folder());
      int workers = workers(config);
      long replayFrom = 0;
      for (long day : days(config)) {
        Partition partition = Partition.open(day, config, lock);
        partitions.put(day, partition);
        replayFrom = Math.max(replayFrom, partition.replayFrom());
      }
      LuceneEventStore store =
          new LuceneEventStore(
              config, lock, partitions, workers, replayFrom, marks(partitions, lock, replayFrom));
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

  /// The number of workers decides which of them has a client's rows, and so the marks: it stays as
  /// it was when the store was made.
  private static int workers(LuceneStoreConfig config) throws IOException {
    Path path = config.folder().resolve(STORE_FILE);
    if (config.files().exists(path)) {
      try (StorageFile file = config.files().open(path, false)) {
        ByteBuffer bytes = ByteBuffer.allocate(256);
        int read = file.read(0, bytes);
        String text =
            new String(bytes.array(), 0, Math.max(0, read), StandardCharsets.UTF_8).strip();
        if (!text.matches("format=1 workers=[1-4]")) {
          throw new IOException(path + " was written by another version: " + text);
        }
        return text.charAt(text.length() - 1) - '0';
      }
    }
    Path fresh = config.folder().resolve(STORE_FILE + ".new");
    try (StorageFile file = config.files().open(fresh, true)) {
      String text = "format=1 workers=" + config.workers() + "\n";
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
    config.files().rename(fresh, path);
    return config.workers();
  }

  private static List<Long> days(LuceneStoreConfig config) throws IOException {
    Set<Long> days = new TreeSet<>();
    for (Path path : config.files().list(config.folder())) {
      Path name = path.getFileName();
      try {
        days.add(LocalDate.parse(name == null ? "" : name.toString()).toEpochDay());
      } catch (DateTimeParseException notADay) {
        continue;
      }
    }
    return List.copyOf(days);
  }

  private static Map<Integer, Map<String, Long>> marks(
      TreeMap<Long, Partition> partitions, Object lock, long replayFrom) throws IOException {
    Map<Integer, Map<String, Long>> marks = new HashMap<>();
    for (Partition partition : partitions.descendingMap().values()) {
      long last = 0;
      synchronized (lock) {
        try (Partition.Snapshot seen = partition.snapshot()) {
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
        partition = Partition.open(day, config, lock);
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

  @Override
  public void append(AcceptedBatch batch) {
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

  @Override
  public long replayFrom() {
    return replayFrom;
  }

  @Override
  public long durableUpTo() {
    synchronized (lock) {
      return durableUpTo;
    }
  }

  @Override
  public long visibleUpTo() {
    synchronized (lock) {
      return indexer.visibleUpTo();
    }
  }

  private record Moment(List<OpenRunView> runs, Map<Partition, Partition.Snapshot> partitions)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      for (Partition.Snapshot seen : partitions.values()) {
        seen.close();
      }
    }
  }

  private Moment moment() {
    synchronized (lock) {
      if (closed) {
        throw new SpoorException(ErrorCode.UNAVAILABLE, "the event store is closed");
      }
      List<OpenRunView> runs = indexer.openRuns().stream().map(OpenRunView::new).toList();
      Map<Partition, Partition.Snapshot> seen = new java.util.LinkedHashMap<>();
      partitions.values().forEach(partition -> seen.put(partition, partition.snapshot()));
      return new Moment(runs, seen);
    }
  }

  @Override
  public EventStream find(EventSearch search) {
    List<Source> sources = new ArrayList<>();
    try (Moment moment = moment()) {
      Query query = BlockQueryPlanner.query(search);
      for (var entry : moment.partitions().entrySet()) {
        Partition partition = entry.getKey();
        if (!mayHoldRows(partition.day, search)) {
          continue;
        }
        List<BlockLocation> blocks = new ArrayList<>();
        if (entry.getValue().reader() != null) {
          BlockIndex.find(entry.getValue().reader(), partition, query, blocks::add);
        }
        for (Partition.Pending pending : entry.getValue().pending()) {
          if (mayHoldRows(pending, search)) {
            blocks.add(pending.location());
          }
        }
        // in the order in which they were written: so the rows of a client come in order
        blocks.sort(
            Comparator.comparingInt(BlockLocation::file).thenComparingLong(BlockLocation::offset));
        blocks.forEach(block -> sources.add(new OfBlock(block)));
      }
      for (OpenRunView run : moment.runs()) {
        if (run.rows() > 0 && isWanted(run.run().key.artifact(), search)) {
          sources.add(source(run));
        }
      }
    } catch (IOException e) {
      throw new SpoorException(
          ErrorCode.INTERNAL, "the index of events cannot be read", List.of(), e);
    }
    switch (search.order()) {
      case ANY -> {}
      case OLDEST_FIRST -> sources.sort(Comparator.comparingLong(Source::firstEvent));
      case NEWEST_FIRST -> sources.sort(Comparator.comparingLong(Source::lastEvent).reversed());
    }
    return new LuceneEventStream(search, sources, templates);
  }

  private static Source source(OpenRunView run) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < run.rows(); i++) {
      first = Math.min(first, run.eventTime(i));
      last = Math.max(last, run.eventTime(i));
    }
    return new OfRun(run, first, last);
  }

  private static boolean isWanted(String artifact, EventSearch search) {
    return search.artifacts() == null || search.artifacts().contains(artifact);
  }

  private static boolean mayHoldRows(long day, EventSearch search) {
    return day < -100_000
        || day > 100_000
        || search
            .ingestTime()
            .overlaps(day * 86_400_000_000_000L, (day + 1) * 86_400_000_000_000L - 1);
  }

  private static boolean mayHoldRows(Partition.Pending pending, EventSearch search) {
    return isWanted(pending.artifact(), search)
        && (search.clients() == null
            || search.clients().stream().anyMatch(id -> pending.clients().contains(id.value())))
        && search
            .eventTime()
            .overlaps(pending.location().firstEvent(), pending.location().lastEvent())
        && search.ingestTime().overlaps(pending.firstIngest(), pending.lastIngest());
  }

  @Override
  public List<EventColumn> columns(String artifact) {
    Set<String> paths = new TreeSet<>();
    try (Moment moment = moment()) {
      for (OpenRunView run : moment.runs()) {
        if (run.run().key.artifact().equals(artifact)) {
          for (int row = 0; row < run.rows(); row++) {
            OpenRun.addPaths(run.template(run.templateCode(row)), paths);
          }
        }
      }
      List<Map.Entry<Partition, Partition.Snapshot>> newest =
          List.copyOf(moment.partitions().entrySet()).reversed();
      for (var entry : newest.subList(0, Math.min(DAYS_OF_COLUMNS, newest.size()))) {
        for (Partition.Pending pending : entry.getValue().pending()) {
          if (pending.artifact().equals(artifact)) {
            paths.addAll(pending.paths());
          }
        }
        DirectoryReader reader = entry.getValue().reader();
        if (reader != null) {
          BlockIndex.paths(reader, artifact, paths, MAX_COLUMNS);
        }
      }
    } catch (IOException e) {
      throw new SpoorException(
          ErrorCode.INTERNAL, "the index of events cannot be read", List.of(), e);
    }
    return paths.stream()
        .limit(MAX_COLUMNS)
        .map(key -> new EventColumn(JsonNames.path(key)))
        .toList();
  }

  @Override
  public EventPlan explain(EventSearch search) {
    return BlockQueryPlanner.explain(search);
  }

  @Override
  public List<String> artifacts() {
    return status().artifacts().stream().map(EventStoreStatus.ArtifactCount::artifact).toList();
  }

  @Override
  public EventStoreStatus status() {
    BlockIndex.Counts counts = new BlockIndex.Counts();
    Map<String, Long> rest = new HashMap<>();
    long openRows = 0;
    long bytes = 0;
    long pendingBlocks = 0;
    try (Moment moment = moment()) {
      for (OpenRunView run : moment.runs()) {
        openRows += run.rows();
        counts.rows.merge(run.run().key.artifact(), (long) run.rows(), Long::sum);
        long ofRun = 0;
        for (int i = 0; i < run.rows(); i++) {
          ofRun += run.template(run.templateCode(i)).hasRest() ? 1 : 0;
        }
        rest.merge(run.run().key.artifact(), ofRun, Long::sum);
      }
      for (var entry : moment.partitions().entrySet()) {
        for (Partition.Pending pending : entry.getValue().pending()) {
          pendingBlocks++;
          counts.rows.merge(pending.artifact(), (long) pending.location().rows(), Long::sum);
          rest.merge(pending.artifact(), (long) pending.rowsWithRest(), Long::sum);
        }
        DirectoryReader reader = entry.getValue().reader();
        if (reader != null) {
          BlockIndex.count(reader, counts, rest);
        }
        bytes += entry.getKey().blocks.size() + entry.getKey().indexBytes();
      }
    } catch (IOException e) {
      throw new SpoorException(
          ErrorCode.INTERNAL, "the index of events cannot be read", List.of(), e);
    }
    counts.rows.values().removeIf(rows -> rows == 0);
    synchronized (lock) {
      return new EventStoreStatus(
          counts.rows.values().stream().mapToLong(Long::longValue).sum(),
          openRows,
          counts.blocks + pendingBlocks,
          bytes,
          indexer.inboxBytes(),
          indexer.visibleUpTo(),
          durableUpTo,
          counts.rows.entrySet().stream()
              .map(
                  e ->
                      new EventStoreStatus.ArtifactCount(
                          e.getKey(), e.getValue(), rest.getOrDefault(e.getKey(), 0L)))
              .toList(),
          Optional.ofNullable(failure));
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
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
    }
  }

  private List<Partition> writable() {
    synchronized (lock) {
      return partitions.values().stream().filter(Partition::isWritable).toList();
    }
  }

  @Override
  public void commit() {
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

  @Override
  public void close() {
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
