package dev.spoor.server.event.lucene;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.server.event.TimeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/// The blocks of one UTC day of ingest: files of blocks and an index with one document per block.
/// Opened when it is first asked for; one that is not written can be closed and opened again.
///
/// What a search sees of it, the reader and the blocks sealed since that reader was opened, changes
/// under the store's lock, so that each row has one owner at any moment.
final class Partition {
  private static final String REPLAY_FROM = "replayFrom";
  private static final String VERSION_FILE = "partition.properties";
  private static final String VERSION_TEXT = "format=1\n";
  private static final double INDEX_BUFFER_MB = 16;

  /// A block that the reader does not know yet.
  record Pending(
      BlockLocation location,
      String artifact,
      Set<String> clients,
      Set<String> paths,
      long firstIngest,
      long lastIngest,
      int rowsWithRest) {}

  /// What a search sees. The reader is held until `close`.
  record Snapshot(@Nullable DirectoryReader reader, List<Pending> pending)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (reader != null) {
        reader.decRef();
      }
    }
  }

  /// What is in a partition that is not written.
  record Summary(BlockIndex.Counts counts, long bytes) {}

  final long day;
  private final Path folder;
  private final LuceneStoreConfig config;
  private final Object lock;
  final BlockFiles blocks;
  // adding to the index is reading; opening a reader, which must know what it knows, is writing
  private final ReentrantReadWriteLock indexing = new ReentrantReadWriteLock();

  // guarded by the store's lock
  private @Nullable DirectoryReader reader;
  private List<Pending> pending = new ArrayList<>();

  private volatile @Nullable IndexWriter writer;
  private final AtomicLong writings = new AtomicLong();
  private volatile long lastUsed = System.nanoTime();
  private volatile @Nullable Summary summary;

  // guarded by this
  private @Nullable Directory directory;
  private @Nullable Map<String, String> committed;

  /// Opens nothing yet.
  Partition(long day, LuceneStoreConfig config, Object lock) {
    this.day = day;
    this.folder = config.folder().resolve(LocalDate.ofEpochDay(day).toString());
    this.config = config;
    this.lock = lock;
    this.blocks = new BlockFiles(config.files(), folder, config.blockFileBytes());
  }

  private synchronized Directory directory() throws IOException {
    Directory known = directory;
    if (known == null) {
      known = config.directories().open(folder.resolve("ix"));
      directory = known;
    }
    return known;
  }

  /// Opens what is there for reading, if that is not done.
  private synchronized void openForReading() throws IOException {
    synchronized (lock) {
      if (reader != null) {
        return;
      }
    }
    Directory from = directory();
    if (!DirectoryReader.indexExists(from)) {
      if (committed == null) {
        committed = Map.of();
      }
      return;
    }
    DirectoryReader opened = DirectoryReader.open(from);
    try {
      if (committed == null) {
        committed = opened.getIndexCommit().getUserData();
      }
      if (writer == null) {
        BlockIndex.Counts counts = new BlockIndex.Counts();
        counts.addAll(opened);
        summary = new Summary(counts, blocks.size() + indexBytes());
      }
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    synchronized (lock) {
      reader = opened;
    }
  }

  private synchronized Map<String, String> committed() throws IOException {
    openForReading();
    Map<String, String> known = committed;
    return known == null ? Map.of() : known;
  }

  /// Where replay starts as of this partition's last commit; -1 if it has none.
  long replayFrom() throws IOException {
    return Long.parseLong(committed().getOrDefault(REPLAY_FROM, "-1"));
  }

  /// How often writing began.
  long writings() {
    return writings.get();
  }

  /// Whether it may hold events of these times; false only if it is known not to.
  boolean mayHold(TimeRange events) {
    Summary known = summary;
    return known == null
        || (known.counts().blocks > 0
            && events.overlaps(known.counts().firstEvent, known.counts().lastEvent));
  }

  /// What is in it; only while it is not written.
  synchronized Summary summary() throws IOException {
    Summary known = summary;
    if (known == null) {
      lastUsed = System.nanoTime();
      openForReading();
      known = summary;
    }
    return known == null ? new Summary(new BlockIndex.Counts(), 0) : known;
  }

  boolean isOpen() {
    synchronized (lock) {
      return reader != null;
    }
  }

  /// When it was last asked for, by `System.nanoTime()`.
  long lastUsed() {
    return lastUsed;
  }

  /// Lets go of files, if it is not written; they are opened again when it is asked for.
  synchronized void closeIdle() throws IOException {
    DirectoryReader before;
    synchronized (lock) {
      if (writer != null || !pending.isEmpty()) {
        return;
      }
      before = reader;
      reader = null;
    }
    if (before != null) {
      before.decRef();
    }
    blocks.closeReaders();
    Directory open = directory;
    directory = null;
    if (open != null) {
      open.close();
    }
  }

  boolean isWritable() {
    return writer != null;
  }

  /// Makes it ready to take blocks, if it is not.
  synchronized void openForWriting() throws IOException {
    if (writer != null) {
      return;
    }
    committed();
    config.files().createFolders(folder);
    checkVersion();
    IndexWriterConfig settings = new IndexWriterConfig();
    settings.setRAMBufferSizeMB(INDEX_BUFFER_MB);
    settings.setCommitOnClose(false);
    settings.setUseCompoundFile(true);
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(6, 1);
    settings.setMergeScheduler(merges);
    IndexWriter opened = new IndexWriter(directory(), settings);
    try {
      DirectoryReader view = DirectoryReader.open(opened);
      Map<Integer, Long> ends = new HashMap<>();
      BlockIndex.forEachBlock(
          view, (file, offset, length, rows) -> ends.merge(file, offset + length, Math::max));
      blocks.startAppending(ends);
      DirectoryReader before;
      synchronized (lock) {
        before = reader;
        reader = view;
      }
      if (before != null) {
        before.decRef();
      }
      writings.incrementAndGet();
      writer = opened;
      summary = null;
    } catch (IOException | RuntimeException e) {
      opened.rollback();
      throw e;
    }
  }

  private void checkVersion() throws IOException {
    Path path = folder.resolve(VERSION_FILE);
    byte[] wanted = VERSION_TEXT.getBytes(StandardCharsets.UTF_8);
    if (config.files().exists(path)) {
      try (StorageFile file = config.files().open(path, false)) {
        ByteBuffer found = ByteBuffer.allocate(wanted.length + 1);
        int read = Math.max(0, file.read(0, found));
        String text = new String(found.array(), 0, read, StandardCharsets.UTF_8);
        if (text.equals(VERSION_TEXT)) {
          return;
        }
        if (!VERSION_TEXT.startsWith(text)) {
          throw new IOException(path + " was written by another version");
        }
      }
    }
    try (StorageFile file = config.files().open(path, true)) {
      file.write(0, ByteBuffer.wrap(wanted));
      file.force();
    }
  }

  private IndexWriter requireWriter() {
    IndexWriter known = writer;
    if (known == null) {
      throw new IllegalStateException("the partition is not open for writing");
    }
    return known;
  }

  /// Adds the blocks of one run: all or none of them reach a reader or a commit. `published` runs
  /// under the store's lock in the moment in which a search sees the blocks.
  void add(List<SealedBlock> sealed, Runnable published) throws IOException {
    indexing.readLock().lock();
    try {
      BlockFiles.Place place = blocks.append(sealed);
      List<org.apache.lucene.document.Document> documents = new ArrayList<>();
      List<Pending> added = new ArrayList<>();
      long offset = place.offset();
      for (SealedBlock block : sealed) {
        documents.add(BlockDocument.of(block, place.file(), offset));
        added.add(
            new Pending(
                new BlockLocation(
                    this,
                    place.file(),
                    offset,
                    block.bytes().length,
                    block.rows(),
                    block.firstEvent(),
                    block.lastEvent()),
                block.artifact(),
                block.clients(),
                block.paths(),
                block.firstIngest(),
                block.lastIngest(),
                block.rowsWithRest()));
        offset += block.bytes().length;
      }
      requireWriter().addDocuments(documents);
      synchronized (lock) {
        pending.addAll(added);
        published.run();
      }
    } finally {
      indexing.readLock().unlock();
    }
  }

  /// What a search sees of a partition that is not written; opens it if need be.
  synchronized Snapshot atRest() throws IOException {
    lastUsed = System.nanoTime();
    openForReading();
    synchronized (lock) {
      return snapshot();
    }
  }

  /// What a search sees; to be called under the store's lock.
  Snapshot snapshot() {
    if (reader != null) {
      reader.incRef();
    }
    return new Snapshot(reader, List.copyOf(pending));
  }

  int pendingBlocks() {
    synchronized (lock) {
      return pending.size();
    }
  }

  /// Lets the reader know all blocks, so that none has to be looked at one by one.
  void refresh() throws IOException {
    DirectoryReader before = null;
    indexing.writeLock().lock();
    try {
      IndexWriter open = writer;
      DirectoryReader known;
      synchronized (lock) {
        known = reader;
      }
      if (open == null || known == null) {
        return;
      }
      DirectoryReader newer = DirectoryReader.openIfChanged(known, open);
      synchronized (lock) {
        pending = new ArrayList<>();
        if (newer != null) {
          before = known;
          reader = newer;
        }
      }
    } finally {
      indexing.writeLock().unlock();
      if (before != null) {
        before.decRef();
      }
    }
  }

  /// Makes durable what was added before. `replayFrom` is written with it; null leaves it.
  void commit(@Nullable Long replayFrom) throws IOException {
    IndexWriter open = requireWriter();
    Map<String, String> before = committed();
    Map<String, String> data =
        replayFrom == null ? before : Map.of(REPLAY_FROM, Long.toString(replayFrom));
    if (!data.equals(before)) {
      open.setLiveCommitData(data.entrySet());
    }
    if (!open.hasUncommittedChanges()) {
      return;
    }
    open.prepareCommit();
    // a document must never point at bytes that are not on the disk
    blocks.force();
    open.commit();
    synchronized (this) {
      committed = data;
    }
  }

  /// After a failure: ends writing without a commit. What was seen is seen on.
  synchronized void stopWriting() throws IOException {
    IndexWriter open = writer;
    writer = null;
    try {
      if (open != null) {
        open.rollback();
      }
    } finally {
      blocks.stopAppending();
    }
  }

  /// Ends writing after a commit that was the last one; reading goes on.
  synchronized void closeWriter() throws IOException {
    indexing.writeLock().lock();
    try {
      IndexWriter open = requireWriter();
      if (open.hasUncommittedChanges()) {
        throw new IllegalStateException("blocks were added after the last commit of a day");
      }
      writer = null;
      open.close();
      blocks.stopAppending();
      DirectoryReader fresh = DirectoryReader.open(directory());
      BlockIndex.Counts counts = new BlockIndex.Counts();
      counts.addAll(fresh);
      summary = new Summary(counts, blocks.size() + indexBytes());
      lastUsed = System.nanoTime();
      DirectoryReader before;
      synchronized (lock) {
        before = reader;
        reader = fresh;
        pending = new ArrayList<>();
      }
      if (before != null) {
        before.decRef();
      }
    } finally {
      indexing.writeLock().unlock();
    }
  }

  /// Takes the blocks of these artifacts out of the index of a partition that is not written; their
  /// bytes stay in the files until the day goes.
  synchronized void forget(Set<String> artifacts) throws IOException {
    if (writer != null) {
      throw new IllegalStateException("the partition is written");
    }
    IndexWriterConfig settings = new IndexWriterConfig();
    settings.setUseCompoundFile(true);
    settings.setMergeScheduler(new SerialMergeScheduler());
    try (IndexWriter shortened = new IndexWriter(directory(), settings)) {
      for (String artifact : artifacts) {
        shortened.deleteDocuments(new Term(BlockDocument.ARTIFACT, artifact));
      }
      // what is deleted must not be there at all: questions to the index look at every document
      shortened.forceMerge(1);
      shortened.commit();
    }
    DirectoryReader fresh = DirectoryReader.open(directory());
    BlockIndex.Counts counts = new BlockIndex.Counts();
    counts.addAll(fresh);
    summary = new Summary(counts, blocks.size() + indexBytes());
    DirectoryReader before;
    synchronized (lock) {
      before = reader;
      reader = fresh;
    }
    if (before != null) {
      before.decRef();
    }
  }

  /// Lets go of everything; what was not committed is gone.
  synchronized void close() throws IOException {
    IndexWriter open = writer;
    writer = null;
    try {
      if (open != null) {
        open.rollback();
      }
    } finally {
      DirectoryReader before;
      synchronized (lock) {
        before = reader;
        reader = null;
      }
      if (before != null) {
        before.decRef();
      }
      blocks.close();
      Directory held = directory;
      directory = null;
      if (held != null) {
        held.close();
      }
    }
  }

  long indexBytes() throws IOException {
    long size = 0;
    Directory listed = directory();
    for (String name : listed.listAll()) {
      try {
        size += listed.fileLength(name);
      } catch (java.nio.file.NoSuchFileException | java.io.FileNotFoundException merged) {
        // a merge ended meanwhile
        continue;
      }
    }
    return size;
  }
}
