package dev.spoor.server.event.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.AcceptedBatch;
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

/// Whatever fails and whatever a crash leaves: after the replay of the journal every row is there
/// once, and what the store called durable was there before.
class LuceneFaultsTest {
  private static final Path FOLDER = Path.of("/events");

  private final List<AcceptedBatch> journal = journal();

  private static List<AcceptedBatch> journal() {
    RandomRows rows = new RandomRows(new Random(11));
    List<AcceptedBatch> journal = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      journal.add(rows.batch(4));
    }
    return journal;
  }

  private static LuceneStoreConfig config(FaultyStorageFiles files, CrashDirectories indexes) {
    // small files, so that there are several
    return LuceneStoreConfig.in(FOLDER)
        .withFiles(files, indexes)
        .withRuns(6, 4)
        .withBlockFiles(4_000, 3);
  }

  /// Appends the journal with commits in between until something fails; returns the LSN below which
  /// the store had called rows durable.
  private long run(FaultyStorageFiles files, CrashDirectories indexes) throws IOException {
    LuceneEventStore store;
    try {
      store = LuceneEventStore.open(config(files, indexes));
    } catch (SpoorException failed) {
      crashed = indexes.crashed();
      return 0;
    }
    try {
      for (int i = 0; i < journal.size(); i++) {
        store.append(journal.get(i));
        if (i % 9 == 4) {
          store.commitSealed();
        }
        if (i % 13 == 12) {
          store.commit();
        }
      }
      // rows in open runs and in blocks that no commit knows are left
    } catch (SpoorException | IOException failed) {
      assertThat(failed).isNotNull();
    }
    long durable = store.durableUpTo();
    crashed = indexes.crashed();
    store.closeAbruptly();
    return durable;
  }

  private CrashDirectories crashed = new CrashDirectories();

  private void check(
      FaultyStorageFiles files, CrashDirectories indexes, long durable, String description) {
    LuceneEventStore store = LuceneEventStore.open(config(files, indexes));
    try {
      assertThat(store.replayFrom()).as(description).isGreaterThanOrEqualTo(durable);
      TreeMap<Long, String> before = read(store);
      long expectedBefore = Math.min(durable, endOfJournal());
      for (long lsn = 0; lsn < expectedBefore; lsn++) {
        assertThat(before).as("%s: durable row %d", description, lsn).containsKey(lsn);
      }
      for (AcceptedBatch batch : journal) {
        // a replay begins at a record, which may begin before the LSN
        if (batch.endLsn() > store.replayFrom()) {
          store.append(batch);
        }
      }
      assertThat(store.status().failure()).as(description).isEmpty();
      TestEvents.awaitVisible(store, endOfJournal());
      assertThat(read(store)).as(description).isEqualTo(expected());
      store.commit();
      assertThat(store.durableUpTo()).isEqualTo(endOfJournal());
      assertThat(read(store)).as(description).isEqualTo(expected());
    } finally {
      store.closeAbruptly();
    }
  }

  private long endOfJournal() {
    return journal.getLast().endLsn();
  }

  private TreeMap<Long, String> expected() {
    TreeMap<Long, String> expected = new TreeMap<>();
    for (AcceptedBatch batch : journal) {
      for (int i = 0; i < batch.rows().size(); i++) {
        expected.put(batch.firstLsn() + i, batch.id(i).toString());
      }
    }
    return expected;
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

  @Test
  void everyFailingFileOperation() throws IOException {
    FaultyStorageFiles whole = new FaultyStorageFiles();
    CrashDirectories wholeIndex = new CrashDirectories();
    long durable = run(whole, wholeIndex);
    assertThat(durable).isBetween(1L, endOfJournal());
    check(whole.killed(), crashed, durable, "no fault");
    long operations = whole.operations();
    assertThat(operations).isGreaterThan(20);
    for (long nth = 1; nth <= operations; nth++) {
      FaultyStorageFiles files = new FaultyStorageFiles();
      files.failFrom(nth);
      durable = run(files, new CrashDirectories());
      CrashDirectories left = crashed;
      check(files.onlyForced(), left.crashed(), durable, "file operation " + nth + ", forced only");
      // what is left after a kill or a power cut is more than what was forced
      if (nth % 2 == 0) {
        check(files.killed(), left.crashed(), durable, "file operation " + nth + ", killed");
      } else {
        check(files.powerCut(nth), left.crashed(), durable, "file operation " + nth + ", cut");
      }
    }
  }

  @Test
  void everyFailingIndexOperation() throws IOException {
    CrashDirectories counting = new CrashDirectories();
    run(new FaultyStorageFiles(), counting);
    long operations = counting.operations();
    assertThat(operations).isGreaterThan(20);
    for (long nth = 1; nth <= operations; nth += operations > 200 ? 5 : 1) {
      FaultyStorageFiles files = new FaultyStorageFiles();
      CrashDirectories indexes = new CrashDirectories();
      indexes.failFrom(nth);
      long durable = run(files, indexes);
      check(files.onlyForced(), crashed, durable, "index operation " + nth);
    }
  }

  @Test
  void everyCutOfTheUncommittedTail() throws IOException {
    FaultyStorageFiles files = new FaultyStorageFiles();
    CrashDirectories indexes = new CrashDirectories();
    LuceneEventStore store = LuceneEventStore.open(config(files, indexes));
    Path last = FOLDER;
    long committed = 0;
    int appended = 0;
    for (AcceptedBatch batch : journal.subList(0, 12)) {
      store.append(batch);
      if (++appended == 6) {
        store.commit();
        last = newestBlockFile(files);
        committed = files.bytes(last).length;
      }
    }
    long durable = store.durableUpTo();
    crashed = indexes.crashed();
    assertThat(store.replayFrom()).isZero();
    store.commit();
    FaultyStorageFiles after = files.killed();
    store.closeAbruptly();
    long size = after.bytes(last).length;
    assertThat(size).isGreaterThan(committed);
    for (long cut = committed; cut <= size; cut += cut < committed + 64 ? 1 : 37) {
      FaultyStorageFiles cutFiles = after.killed();
      cutFiles.cut(last, cut);
      check(cutFiles, crashed.crashed(), durable, "cut at " + cut);
    }
    FaultyStorageFiles tooShort = after.killed();
    tooShort.cut(last, committed - 1);
    LuceneEventStore damaged = LuceneEventStore.open(config(tooShort, crashed.crashed()));
    try {
      assertThatThrownBy(() -> read(damaged)).isInstanceOf(SpoorException.class);
    } finally {
      damaged.closeAbruptly();
    }
  }

  private static Path newestBlockFile(FaultyStorageFiles files) {
    return files.paths().stream()
        .filter(path -> path.toString().endsWith(".blk"))
        .reduce((a, b) -> b)
        .orElseThrow();
  }
}
