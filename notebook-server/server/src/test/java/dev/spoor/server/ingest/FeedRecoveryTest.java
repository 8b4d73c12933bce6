package dev.spoor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.lucene.LuceneEventStore;
import dev.spoor.server.event.lucene.LuceneStoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that refuses the store's writes for a while: the journal goes on, the failure is said,
/// searches go on, and afterwards every row is there once, without a restart.
class FeedRecoveryTest {
  @TempDir private Path folder;

  @Test
  void fullDiskIsSurvivedWithoutARestart() throws Exception {
    FaultyStorageFiles disk = new FaultyStorageFiles();
    LuceneStoreConfig config =
        LuceneStoreConfig.in(folder.resolve("events"))
            .withFiles(disk, FSDirectory::open)
            .withRuns(20, 10)
            .withCommitInterval(Duration.ofMillis(50));
    try (Journal journal =
            new Journal(
                JournalConfig.in(folder.resolve("journal")),
                StorageFiles.ofDisk(),
                InstantSource.system());
        LuceneEventStore store = LuceneEventStore.open(config)) {
      journal.start(store.durableUpTo());
      try (StoreFeed feed = new StoreFeed(journal, store)) {
        feed.start();
        append(journal, 1, 500);
        await("the first rows", () -> found(store).size() == 500);

        disk.failFrom(1, FaultyStorageFiles.Op.WRITE, FaultyStorageFiles.Op.FORCE);
        append(journal, 501, 500);
        await("the failure is said", () -> feed.failure() != null);
        assertThat(found(store))
            .contains(LongStream.rangeClosed(1, 400).boxed().toArray(Long[]::new));

        disk.heal();
        append(journal, 1001, 500);
        await("all rows are found", () -> feed.failure() == null && found(store).size() == 1500);
        assertThat(found(store))
            .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 1500).boxed().toList());
        await("all rows are durable", () -> committed(store, journal.endLsn()));
      }
    }
  }

  private static boolean committed(LuceneEventStore store, long end) {
    store.commit();
    return store.durableUpTo() >= end;
  }

  private static void append(Journal journal, long first, int count) throws Exception {
    for (int i = 0; i < count; i += 10) {
      journal
          .append(TestBatches.rows(TestBatches.DC01, 1, 1, first + i, 10))
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static List<Long> found(LuceneEventStore store) {
    List<Long> found = new ArrayList<>();
    try (EventStream events = store.find(EventSearch.all())) {
      for (Event event = events.next(); event != null; event = events.next()) {
        found.add(event.id().seq());
      }
    }
    return found;
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within 30 s: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
