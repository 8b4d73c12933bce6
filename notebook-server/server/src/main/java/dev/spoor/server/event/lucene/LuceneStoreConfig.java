package dev.spoor.server.event.lucene;

import dev.spoor.host.storage.StorageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// Settings of the block store. Sizes are in bytes.
///
/// @param folder `events/`; one folder per day of ingest is made in it
/// @param workers threads that take rows apart; fixed when the store is made
/// @param inboxBytes rows that may wait; beyond it `append` waits
/// @param runRows an open run is sealed when it has so many rows
/// @param runAge or when its oldest row waited this long
/// @param openBytes or, the largest one, when all of them hold more than this
/// @param commitInterval how often sealed blocks are made durable
/// @param commitBytes or after so many bytes of rows
/// @param blockFileBytes a file of blocks is closed when it has grown to this
/// @param refreshBlocks so many blocks are looked at one by one before the index is asked for them
public record LuceneStoreConfig(
    Path folder,
    StorageFiles files,
    IndexDirectories directories,
    int workers,
    long inboxBytes,
    int runRows,
    int blockRows,
    Duration runAge,
    long openBytes,
    Duration commitInterval,
    long commitBytes,
    long blockFileBytes,
    int refreshBlocks) {

  /// Where Lucene keeps an index; tests give one that fails.
  @FunctionalInterface
  public interface IndexDirectories {
    Directory open(Path folder) throws IOException;
  }

  public LuceneStoreConfig {
    if (workers < 1 || workers > 4) {
      throw new IllegalArgumentException("1 to 4 workers, not " + workers);
    }
    if (blockRows < 1 || blockRows > BlockWriter.MAX_ROWS || runRows < 1) {
      throw new IllegalArgumentException("a block has 1 to 1024 rows, not " + blockRows);
    }
  }

  public static LuceneStoreConfig in(Path folder) {
    return new LuceneStoreConfig(
        folder,
        StorageFiles.ofDisk(),
        FSDirectory::open,
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
        64L << 20,
        16_384,
        BlockWriter.MAX_ROWS,
        Duration.ofMinutes(5),
        256L << 20,
        Duration.ofSeconds(30),
        512L << 20,
        1L << 30,
        256);
  }

  public LuceneStoreConfig withFiles(StorageFiles value, IndexDirectories indexes) {
    return new LuceneStoreConfig(
        folder,
        value,
        indexes,
        workers,
        inboxBytes,
        runRows,
        blockRows,
        runAge,
        openBytes,
        commitInterval,
        commitBytes,
        blockFileBytes,
        refreshBlocks);
  }

  public LuceneStoreConfig withRuns(int rowsOfRun, int rowsOfBlock) {
    return new LuceneStoreConfig(
        folder,
        files,
        directories,
        workers,
        inboxBytes,
        rowsOfRun,
        rowsOfBlock,
        runAge,
        openBytes,
        commitInterval,
        commitBytes,
        blockFileBytes,
        refreshBlocks);
  }

  public LuceneStoreConfig withCommitInterval(Duration value) {
    return new LuceneStoreConfig(
        folder,
        files,
        directories,
        workers,
        inboxBytes,
        runRows,
        blockRows,
        runAge,
        openBytes,
        value,
        commitBytes,
        blockFileBytes,
        refreshBlocks);
  }

  public LuceneStoreConfig withBlockFiles(long bytes, int blocksBeforeRefresh) {
    return new LuceneStoreConfig(
        folder,
        files,
        directories,
        workers,
        inboxBytes,
        runRows,
        blockRows,
        runAge,
        openBytes,
        commitInterval,
        commitBytes,
        bytes,
        blocksBeforeRefresh);
  }
}
