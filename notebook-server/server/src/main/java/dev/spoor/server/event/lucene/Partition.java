package dev.spoor.server.event.lucene;

import dev.spoor.host.storage.StorageFile;
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
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/// The blocks of one UTC day of ingest: files of blocks and an index with one document per block.
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

  final long day;
  private final Path folder;
  private final LuceneStoreConfig config;
  private final Object lock;
  private final Directory directory;
  final BlockFiles blocks;
  // adding to the index is reading; opening a reader, which must know what it knows, is writing
  private final ReentrantReadWriteLock indexing = new ReentrantReadWriteLock();

  // guarded by the store's lock
  private @Nullable DirectoryReader reader;
  private List<Pending> pending = new ArrayList<>();

  private volatile @Nullable IndexWriter writer;
  private Map<String, String> committed = Map.of();

  private Partition(long day, LuceneStoreConfig config, Object lock) throws IOException {
    this.day = day;
    this.folder = config.folder().resolve(LocalDate.ofEpochDay(day).toString());
    this.config = config;
    this.lock = lock;
    this.blocks = new BlockFiles(config.files(), folder, config.blockFileBytes());
    this.directory = config.directories().open(folder.resolve("ix"));
  }

  /// Opens what is there, for reading.
  static Partition open(long day, LuceneStoreConfig config, Object lock) throws IOException {
    Partition partition = new Partition(day, config, lock);
    try {
      if (DirectoryReader.indexExists(partition.directory)) {
        DirectoryReader opened = DirectoryReader.open(partition.directory);
        partition.reader = opened;
        partition.committed = opened.getIndexCommit().getUserData();
      }
    } catch (IOException | RuntimeException e) {
      partition.directory.close();
      throw e;
    }
    return partition;
  }

  /// Where replay starts as of this partition's last commit; -1 if it has none.
  long replayFrom() {
    return Long.parseLong(committed.getOrDefault(REPLAY_FROM, "-1"));
  }

  boolean isWritable() {
    return writer != null;
  }

  /// Makes it ready to take blocks, if it is not.
  synchronized void openForWriting() throws IOException {
    if (writer != null) {
      return;
    }
    config.files().createFolders(folder);
    checkVersion();
    IndexWriterConfig settings = new IndexWriterConfig();
    settings.setRAMBufferSizeMB(INDEX_BUFFER_MB);
    settings.setCommitOnClose(false);
    settings.setUseCompoundFile(true);
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(6, 1);
    settings.setMergeScheduler(merges);
    IndexWriter opened = new IndexWriter(directory, settings);
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
      writer = opened;
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
    Map<String, String> data =
        replayFrom == null ? committed : Map.of(REPLAY_FROM, Long.toString(replayFrom));
    if (!data.equals(committed)) {
      open.setLiveCommitData(data.entrySet());
    }
    if (!open.hasUncommittedChanges()) {
      return;
    }
    open.prepareCommit();
    // a document must never point at bytes that are not on the disk
    blocks.force();
    open.commit();
    committed = data;
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
      DirectoryReader fresh = DirectoryReader.open(directory);
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
      directory.close();
    }
  }

  long indexBytes() throws IOException {
    long size = 0;
    for (String name : directory.listAll()) {
      try {
        size += directory.fileLength(name);
      } catch (java.nio.file.NoSuchFileException | java.io.FileNotFoundException merged) {
        // a merge ended meanwhile
        continue;
      }
    }
    return size;
  }
}
