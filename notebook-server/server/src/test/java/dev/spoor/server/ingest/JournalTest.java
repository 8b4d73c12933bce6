package dev.spoor.server.ingest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.TimeOrigin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final Path FOLDER = Path.of("/data/journal");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:00:00Z"));

  private FaultyStorageFiles files = new FaultyStorageFiles();

  @Test
  void rowsComeBackInOrderWithTheirEnvelope() throws Exception {
    try (Journal journal = open(1 << 20)) {
      var first = journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 3));
      var second = journal.append(TestBatches.rows(TestBatches.WEB02, 6, 2, 10, 2));
      assertThat(get(first)).isEqualTo(new Journal.Appended(3, 0));
      assertThat(get(second)).isEqualTo(new Journal.Appended(2, 0));

      JournalReader reader = journal.reader(1);
      AcceptedBatch batch = requireNonNull(reader.next());
      assertThat(batch.firstLsn()).isEqualTo(1);
      assertThat(batch.writer()).isEqualTo(TestBatches.DC01);
      assertThat(batch.hostname()).isEqualTo("srv-dc01");
      assertThat(batch.artifact()).isEqualTo(TestBatches.PROCESSES);
      assertThat(batch.artifactVersion()).isEqualTo(3);
      assertThat(batch.boot()).isEqualTo(5);
      assertThat(batch.stream()).isEqualTo(1);
      assertThat(batch.firstSeq()).isEqualTo(1);
      assertThat(batch.rows()).hasSize(3);
      assertThat(batch.rows().get(1).json()).asString().isEqualTo("{\"Seq\":2}");
      assertThat(batch.rows().get(1).emitTime()).isEqualTo(7);
      assertThat(batch.rows().get(1).eventTime()).isEqualTo(8);
      assertThat(batch.rows().get(1).timeOrigin()).isEqualTo(TimeOrigin.EMITTED);
      AcceptedBatch next = requireNonNull(reader.next());
      assertThat(next.firstLsn()).isEqualTo(4);
      assertThat(next.ingestTime()).isGreaterThan(batch.ingestTime());
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void ingestTimeRisesThoughTheClockStandsStillAndStepsBack() throws Exception {
    Instant[] now = {Instant.parse("2026-11-24T09:00:00Z")};
    List<Long> times = new ArrayList<>();
    for (int start = 0; start < 3; start++) {
      try (Journal journal = new Journal(config(1 << 20), files, () -> now[0])) {
        journal.start(0);
        for (int i = 0; i < 3; i++) {
          get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1 + start * 3 + i, 1)));
        }
        if (start == 2) {
          JournalReader reader = journal.reader(1);
          for (AcceptedBatch b = reader.next(); b != null; b = reader.next()) {
            times.add(b.ingestTime());
          }
        }
      }
      now[0] = now[0].minusSeconds(60);
    }
    assertThat(times).hasSize(9).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void resentRowsAreDroppedAndAnsweredAgain() throws Exception {
    try (Journal journal = open(1 << 20)) {
      get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 10)));
      assertThat(get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 10))))
          .isEqualTo(new Journal.Appended(0, 10));
      assertThat(get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 8, 10))))
          .isEqualTo(new Journal.Appended(7, 3));
      assertThat(get(journal.append(TestBatches.rows(TestBatches.DC01, 6, 1, 1, 1))))
          .as("another boot")
          .isEqualTo(new Journal.Appended(1, 0));
      assertThat(journal.sequences().lastOf(TestBatches.DC01, 5)).isEqualTo(Map.of(1, 17L));
      assertThat(seqs(journal)).hasSize(18);
    }
    try (Journal journal = open(1 << 20)) {
      assertThat(get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 17))))
          .isEqualTo(new Journal.Appended(0, 17));
    }
  }

  @Test
  void duplicateInTheSameGroupIsNotAnsweredBeforeTheForce() throws Exception {
    try (Journal journal = open(1 << 20)) {
      get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 1)));
      files.failOnce(1, FaultyStorageFiles.Op.FORCE);
      var original = journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 2, 1));
      var resend = journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 2, 1));
      // in one group both fail; in two the second is written again: never one answered for nothing
      boolean originalFailed = failed(original);
      boolean resendFailed = failed(resend);
      assertThat(originalFailed).isTrue();
      if (!resendFailed) {
        assertThat(get(resend)).isEqualTo(new Journal.Appended(1, 0));
      }
      assertThat(get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 2, 1))))
          .isEqualTo(resendFailed ? new Journal.Appended(1, 0) : new Journal.Appended(0, 1));
    }
  }

  @Test
  void segmentsRollAndOldOnesAreDeleted() throws Exception {
    try (Journal journal = open(2000)) {
      for (int i = 0; i < 50; i++) {
        get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1 + i * 3L, 3)));
      }
      assertThat(seqs(journal)).hasSize(150);
      long before = segments();
      assertThat(before).isGreaterThan(5);
      journal.deleteBelow(75, 0);
      assertThat(segments()).isLessThan(before);
      assertThat(journal.oldestLsn()).isGreaterThan(1).isLessThanOrEqualTo(75);
      JournalReader late = journal.reader(1);
      assertThat(requireNonNull(late.next()).firstLsn()).isEqualTo(journal.oldestLsn());
      assertThat(late.skipped()).isEqualTo(journal.oldestLsn() - 1);
    }
    try (Journal journal = open(2000)) {
      assertThat(journal.endLsn()).isEqualTo(151);
      assertThat(get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 150))))
          .as("the snapshot remembers what the segments forgot")
          .isEqualTo(new Journal.Appended(0, 150));
    }
  }

  @Test
  void readerWaitsForRowsAndWakesOnClose() throws Exception {
    try (Journal journal = open(1 << 20)) {
      JournalReader reader = journal.reader(1);
      CompletableFuture<@Nullable AcceptedBatch> read =
          CompletableFuture.supplyAsync(() -> next(reader, Duration.ofSeconds(20)));
      get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 1)));
      assertThat(requireNonNull(read.get(20, TimeUnit.SECONDS)).firstLsn()).isEqualTo(1);
      CompletableFuture<@Nullable AcceptedBatch> waits =
          CompletableFuture.supplyAsync(() -> next(reader, Duration.ofSeconds(60)));
      reader.close();
      assertThat(waits.get(20, TimeUnit.SECONDS)).isNull();
    }
  }

  @Test
  void journalCutAtAnyByteKeepsWholeRecordsBeforeTheCut() throws Exception {
    try (Journal journal = open(1 << 20)) {
      for (int i = 0; i < 6; i++) {
        get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1 + i * 2L, 2)));
      }
    }
    Path segment = JournalFormat.segmentPath(FOLDER, 1);
    byte[] whole = files.bytes(segment);
    for (int cut = 0; cut <= whole.length; cut++) {
      FaultyStorageFiles next = files.killed();
      // without the snapshot the table must come from what is left of the segment
      deleteSnapshots(next);
      next.cut(segment, cut);
      files = next;
      try (Journal journal = open(1 << 20)) {
        List<Long> left = seqs(journal);
        assertThat(left.size() % 2).as("cut at %d", cut).isZero();
        assertThat(left).isEqualTo(firstSeqs(left.size()));
        var again = get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1, 12)));
        assertThat(again).isEqualTo(new Journal.Appended(12 - left.size(), left.size()));
        assertThat(seqs(journal)).isEqualTo(firstSeqs(12));
      }
      files.put(segment, whole);
    }
  }

  @Test
  void anyFlippedBitInTheTailEndsTheJournalThere() throws Exception {
    try (Journal journal = open(1 << 20)) {
      for (int i = 0; i < 3; i++) {
        get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1 + i, 1)));
      }
    }
    Path segment = JournalFormat.segmentPath(FOLDER, 1);
    byte[] whole = files.bytes(segment);
    int record = (whole.length - JournalFormat.HEADER_BYTES) / 3;
    for (int at = whole.length - record; at < whole.length; at++) {
      FaultyStorageFiles next = files.killed();
      deleteSnapshots(next);
      next.put(segment, whole);
      next.flip(segment, at, 0x10);
      files = next;
      try (Journal journal = open(1 << 20)) {
        assertThat(seqs(journal)).as("flip at %d", at).containsExactly(1L, 2L);
      }
    }
  }

  /// Every write and every force fails once, for ever or for a moment; then the process is killed
  /// or the power goes. What was answered is there exactly once.
  @Test
  void whateverFailsAnsweredRowsAreThereOnce() throws Exception {
    long operations = scenario(new FaultyStorageFiles(), 0, false).files.operations();
    assertThat(operations).isGreaterThan(30);
    for (long nth = 1; nth <= operations; nth++) {
      for (boolean forEver : new boolean[] {true, false}) {
        Scenario run = scenario(new FaultyStorageFiles(), nth, forEver);
        for (FaultyStorageFiles left :
            List.of(run.files.killed(), run.files.onlyForced(), run.files.powerCut(nth))) {
          checkAfter(left, run, nth);
        }
      }
    }
  }

  @Test
  void partOfABatchFallsWithThePartBeforeIt() throws Exception {
    try (Journal journal = open(4000)) {
      long known = journal.failures();
      files.failOnce(1, FaultyStorageFiles.Op.FORCE);
      assertThat(journal.append(TestBatches.rows(TestBatches.DC01, 9, 1, 1, 2), known))
          .failsWithin(Duration.ofSeconds(20));
      assertThat(journal.failure()).contains("injected fault");
      assertThat(journal.append(TestBatches.rows(TestBatches.DC01, 9, 1, 3, 2), known))
          .as("written alone it would make rows 1 and 2 look like a resend")
          .failsWithin(Duration.ofSeconds(20));
      for (long seq : new long[] {1, 3}) {
        assertThat(
                journal
                    .append(TestBatches.rows(TestBatches.DC01, 9, 1, seq, 2), journal.failures())
                    .get(20, TimeUnit.SECONDS)
                    .accepted())
            .isEqualTo(2);
      }
      assertThat(journal.failure()).isNull();
      assertThat(seqs(journal)).containsExactly(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void seededMixOfResendsAndCrashesLosesAndDoublesNothing() throws Exception {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<Integer, Long> acknowledged = new HashMap<>();
    Map<Integer, Long> sent = new HashMap<>();
    for (int life = 0; life < 15; life++) {
      try (Journal journal = open(4000)) {
        List<CompletableFuture<Void>> open = new ArrayList<>();
        if (random.nextInt(3) == 0) {
          files.failFrom(1 + random.nextInt(40));
        }
        for (int step = 0; step < 30; step++) {
          int stream = 1 + random.nextInt(4);
          long acked = acknowledged.getOrDefault(stream, 0L);
          long first = Math.max(1, acked + 1 - random.nextInt(5));
          int count = (int) (acked + 1 - first) + random.nextInt(6) + 1;
          sent.merge(stream, first + count - 1, Math::max);
          open.add(
              journal
                  .append(TestBatches.rows(TestBatches.DC01, 9, stream, first, count))
                  .handle(
                      (appended, failure) -> {
                        if (failure == null) {
                          synchronized (acknowledged) {
                            acknowledged.merge(stream, first + count - 1, Math::max);
                          }
                        }
                        return null;
                      }));
          if (random.nextBoolean()) {
            CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                .get(20, TimeUnit.SECONDS);
          }
        }
        CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        files.heal();
        // crash now: before close() tidies up
        FaultyStorageFiles next =
            random.nextBoolean() ? files.killed() : files.powerCut(random.nextLong());
        files = next;
      }
    }
    try (Journal journal = open(4000)) {
      Map<Integer, Long> seen = new HashMap<>();
      JournalReader reader = journal.reader(1);
      for (AcceptedBatch b = reader.next(); b != null; b = reader.next()) {
        long before = seen.getOrDefault(b.stream(), 0L);
        assertThat(b.firstSeq()).as("seed %d", seed).isEqualTo(before + 1);
        seen.put(b.stream(), Batches.lastSeq(b));
      }
      assertThat(reader.skipped()).isZero();
      acknowledged.forEach(
          (stream, seq) ->
              assertThat(seen.getOrDefault(stream, 0L))
                  .as("seed %d stream %d", seed, stream)
                  .isBetween(seq, sent.get(stream)));
    }
  }

  private record Scenario(FaultyStorageFiles files, List<Long> answered) {}

  private Scenario scenario(FaultyStorageFiles faulty, long nth, boolean forEver) throws Exception {
    List<Long> answered = new ArrayList<>();
    files = faulty;
    if (nth > 0 && forEver) {
      faulty.failFrom(nth);
    } else if (nth > 0) {
      faulty.failOnce(nth);
    }
    Journal journal = new Journal(config(600), faulty, CLOCK);
    try {
      journal.start(0);
    } catch (java.io.IOException e) {
      return new Scenario(faulty, answered);
    }
    for (long seq = 1; seq <= 12; seq++) {
      // an agent sends again until it is answered
      for (int attempt = 0; attempt < 3; attempt++) {
        var answer = journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, seq, 1));
        if (!failed(answer)) {
          answered.add(seq);
          break;
        }
      }
    }
    journal.close();
    faulty.heal();
    return new Scenario(faulty, answered);
  }

  private void checkAfter(FaultyStorageFiles left, Scenario run, long nth) throws Exception {
    files = left;
    try (Journal journal = open(600)) {
      List<Long> seqs = seqs(journal);
      assertThat(seqs).as("fault at operation %d", nth).doesNotHaveDuplicates();
      assertThat(seqs).as("fault at operation %d", nth).containsAll(run.answered());
      get(journal.append(TestBatches.rows(TestBatches.DC01, 5, 1, 1000, 1)));
      assertThat(seqs(journal)).endsWith(1000L);
    }
  }

  private static List<Long> firstSeqs(int count) {
    List<Long> seqs = new ArrayList<>();
    for (long i = 1; i <= count; i++) {
      seqs.add(i);
    }
    return seqs;
  }

  private static void deleteSnapshots(StorageFiles files) throws Exception {
    for (Path path : files.list(FOLDER)) {
      if (path.toString().endsWith(".seq")) {
        files.delete(path);
      }
    }
  }

  private long segments() {
    return files.paths().stream().filter(path -> path.toString().endsWith(".log")).count();
  }

  private static List<Long> seqs(Journal journal) throws Exception {
    List<Long> seqs = new ArrayList<>();
    JournalReader reader = journal.reader(1);
    for (AcceptedBatch b = reader.next(); b != null; b = reader.next()) {
      for (int i = 0; i < b.rows().size(); i++) {
        seqs.add(b.firstSeq() + i);
      }
    }
    return seqs;
  }

  private static @Nullable AcceptedBatch next(JournalReader reader, Duration limit) {
    try {
      return reader.next(limit);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static boolean failed(CompletableFuture<?> future) throws Exception {
    return future.handle((_, failure) -> failure != null).get(20, TimeUnit.SECONDS);
  }

  private Journal open(long segmentBytes) throws Exception {
    Journal journal = new Journal(config(segmentBytes), files, CLOCK);
    journal.start(0);
    return journal;
  }

  private static JournalConfig config(long segmentBytes) {
    return new JournalConfig(FOLDER, segmentBytes, Duration.ofMillis(1), 1 << 20, 1 << 20, 128);
  }
}
