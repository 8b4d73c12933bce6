package dev.spoor.server.event.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStream;
import dev.spoor.server.event.TestEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A store that goes on after a failure of the disk, in the same process, and one with many days.
class LuceneRecoveryTest {
  private static final Path FOLDER = Path.of("/events");
  private static final long DAY = 86_400_000_000_000L;

  private final List<AcceptedBatch> journal = new ArrayList<>();

  LuceneRecoveryTest() {
    RandomRows rows = new RandomRows(new Random(17));
    for (int i = 0; i < 40; i++) {
      journal.add(rows.batch(4));
    }
  }

  private static LuceneStoreConfig config(FaultyStorageFiles files, CrashDirectories indexes) {
    return LuceneStoreConfig.in(FOLDER)
        .withFiles(files, indexes)
        .withRuns(6, 4)
        .withBlockFiles(4_000, 3);
  }

  /// Appends the journal as the feed does: after a failure from where the store says.
  private int feed(LuceneEventStore store, Runnable mend) {
    int failures = 0;
    int next = 0;
    while (next <= journal.size()) {
      try {
        if (next == journal.size()) {
          // what still waits may fail as well
          store.commit();
        } else {
          store.append(journal.get(next));
          if (next % 9 == 4) {
            store.commit();
          }
        }
        next++;
      } catch (SpoorException failed) {
        failures++;
        assertThat(failures).isLessThan(5);
        assertThat(store.failure()).isPresent();
        mend.run();
        next = after(store.recover());
        assertThat(store.failure()).isEmpty();
      }
    }
    return failures;
  }

  private int after(long lsn) {
    int first = 0;
    while (first < journal.size() && journal.get(first).endLsn() <= lsn) {
      first++;
    }
    return first;
  }

  private static TreeMap<Long, String> read(LuceneEventStore store) {
    TreeMap<Long, String> rows = new TreeMap<>();
    try (EventStream events = store.find(EventSearch.all())) {
      for (Event event = events.next(); event != null; event = events.next()) {
        assertThat(rows.put(event.lsn(), event.id().toString())).as("twice").isNull();
      }
    }
    return rows;
  }

  private void check(LuceneEventStore store, String what) {
    long end = journal.getLast().endLsn();
    TestEvents.awaitVisible(store, end);
    TreeMap<Long, String> expected = new TreeMap<>();
    for (AcceptedBatch batch : journal) {
      for (int i = 0; i < batch.rows().size(); i++) {
        expected.put(batch.firstLsn() + i, batch.id(i).toString());
      }
    }
    assertThat(read(store)).as(what).isEqualTo(expected);
    store.commit();
    assertThat(store.durableUpTo()).as(what).isEqualTo(end);
  }

  @Test
  void everyFileOperationMayFailOnce() {
    FaultyStorageFiles whole = new FaultyStorageFiles();
    LuceneEventStore store = LuceneEventStore.open(config(whole, new CrashDirectories()));
    long opening = whole.operations();
    assertThat(feed(store, () -> {})).isZero();
    check(store, "no fault");
    store.closeAbruptly();
    int failed = 0;
    for (long nth = 1; nth <= whole.operations() - opening; nth += nth < 80 ? 1 : 3) {
      FaultyStorageFiles files = new FaultyStorageFiles();
      LuceneEventStore other = LuceneEventStore.open(config(files, new CrashDirectories()));
      files.failOnce(nth);
      failed += feed(other, () -> {});
      check(other, "file operation " + nth);
      other.closeAbruptly();
    }
    assertThat(failed).isGreaterThan(20);
  }

  @Test
  void everyIndexOperationMayFailUntilItIsMended() {
    CrashDirectories counting = new CrashDirectories();
    LuceneEventStore store = LuceneEventStore.open(config(new FaultyStorageFiles(), counting));
    feed(store, () -> {});
    store.closeAbruptly();
    int failed = 0;
    for (long nth = 1; nth <= counting.operations(); nth += 3) {
      CrashDirectories indexes = new CrashDirectories();
      LuceneEventStore other = LuceneEventStore.open(config(new FaultyStorageFiles(), indexes));
      indexes.failFrom(nth);
      failed += feed(other, indexes::heal);
      indexes.heal();
      check(other, "index operation " + nth);
      other.closeAbruptly();
    }
    assertThat(failed).isGreaterThan(5);
  }

  @Test
  void searchesSeeOnWhatWasThereWhileTheDiskStaysBad() {
    FaultyStorageFiles files = new FaultyStorageFiles();
    LuceneEventStore store = LuceneEventStore.open(config(files, new CrashDirectories()));
    journal.subList(0, 10).forEach(store::append);
    store.commit();
    TreeMap<Long, String> before = read(store);
    files.failFrom(1);
    try {
      journal.subList(10, 40).forEach(store::append);
      store.commit();
    } catch (SpoorException failed) {
      assertThat(store.failure()).isPresent();
    }
    assertThat(read(store)).containsAllEntriesOf(before);
    files.heal();
    int from = after(store.recover());
    journal.subList(from, journal.size()).forEach(store::append);
    check(store, "mended");
    store.closeAbruptly();
  }

  @Test
  void daysAreOpenedWhenTheyAreAskedForAndNotBefore() throws IOException {
    FaultyStorageFiles files = new FaultyStorageFiles();
    CrashDirectories indexes = new CrashDirectories();
    LuceneEventStore first = LuceneEventStore.open(config(files, indexes));
    int days = 50;
    long lsn = 1;
    for (int day = 0; day < days; day++) {
      AcceptedBatch batch = journal.getFirst();
      long time = (20_000L + day) * DAY + 5;
      List<AcceptedRow> rows =
          batch.rows().stream()
              .map(row -> new AcceptedRow(row.json(), time, time, row.timeOrigin()))
              .toList();
      first.append(
          new AcceptedBatch(
              lsn,
              time,
              batch.writer(),
              batch.hostname(),
              batch.artifact(),
              batch.artifactVersion(),
              batch.boot(),
              batch.stream(),
              lsn,
              rows));
      lsn += rows.size();
    }
    first.commit();
    long all = first.status().rows();
    assertThat(all).isEqualTo(lsn - 1);
    first.close();

    LuceneEventStore store = LuceneEventStore.open(config(files, indexes));
    try {
      assertThat(store.openAtRest()).isLessThan(4);
      assertThat(store.status().rows()).isEqualTo(all);
      assertThat(read(store)).hasSize((int) all);
      store.closeIdle();
      assertThat(store.openAtRest()).isLessThanOrEqualTo(BlockStore.MOST_OPEN);
      assertThat(store.status().rows()).isEqualTo(all);
      assertThat(read(store)).hasSize((int) all);
    } finally {
      store.closeAbruptly();
    }
  }
}
