package dev.spoor.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.wire.Priority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a bad disk may do, all of it: nothing that was made durable disappears unseen.
class SpoolFaultTest {
  private static final int ROWS = 40;

  @Test
  void fileCutAtEveryByteKeepsWhatIsBeforeTheCut() throws Exception {
    FaultyStorageFiles whole = written().killed();
    Path file =
        whole.paths().stream().filter(p -> p.toString().contains("normal")).toList().getLast();
    int size = whole.bytes(file).length;
    int before = -1;
    for (int cut = 0; cut <= size; cut++) {
      FaultyStorageFiles left = whole.killed();
      left.cut(file, cut);
      SpoolBed bed = drained(left);
      List<String> rows = bed.rows(1);
      assertThat(rows).as("cut at %d", cut).isEqualTo(expected(rows.size()));
      assertThat(rows.size()).as("cut at %d", cut).isGreaterThanOrEqualTo(before);
      assertThat(bed.losses).isEmpty();
      before = rows.size();
    }
    assertThat(before).isEqualTo(ROWS);
  }

  @Test
  void everyFlippedByteOfAClosedSegmentIsCountedExactly() throws Exception {
    FaultyStorageFiles whole = written().killed();
    Path file =
        whole.paths().stream().filter(p -> p.toString().contains("normal")).toList().getFirst();
    int size = whole.bytes(file).length;
    for (int at = 0; at < size; at++) {
      FaultyStorageFiles left = whole.killed();
      left.flip(file, at, 0x41);
      SpoolBed bed = drained(left);
      TreeMap<Long, String> rows = bed.rows(new BootStream(1, 1));
      for (long seq = 1; seq <= ROWS; seq++) {
        boolean there = rows.containsKey(seq);
        assertThat(bed.isLost(new BootStream(1, 1), seq))
            .as("flip at %d: row %d there: %s", at, seq, there)
            .isEqualTo(!there);
      }
      assertThat(bed.lostCount()).as("flip at %d", at).isEqualTo(ROWS - rows.size());
      assertThat(bed.lostCount()).as("flip at %d", at).isLessThan(ROWS / 2);
      assertThat(bed.losses).allMatch(loss -> loss.cause().equals("spool damaged"));
    }
  }

  @Test
  void everyOperationMayFailOnceAndNoRowIsLost() throws Exception {
    long operations = written().operations();
    assertThat(operations).isGreaterThan(50);
    for (long nth = 1; nth <= operations; nth++) {
      SpoolBed bed = new SpoolBed(64 << 10, 1 << 10, 1);
      bed.files.failOnce(nth);
      for (int i = 0; i < ROWS; i++) {
        bed.append(1, Priority.NORMAL, row(i));
        bed.spool.flush();
      }
      bed.restartOn(bed.files.killed());
      bed.welcome();
      bed.drain();
      assertThat(bed.rows(1)).as("operation %d failed", nth).isEqualTo(expected(ROWS));
      assertThat(bed.losses).isEmpty();
      bed.spool.close();
    }
  }

  @Test
  void processDyingAtEveryOperationKeepsWhatWasFlushed() throws Exception {
    long operations = written().operations();
    for (long nth = 1; nth <= operations; nth++) {
      SpoolBed bed = new SpoolBed(64 << 10, 1 << 10, 1);
      bed.files.failFrom(nth);
      int durable = 0;
      for (int i = 0; i < ROWS; i++) {
        bed.append(1, Priority.NORMAL, row(i));
        bed.spool.flush();
        durable = (int) bed.spool.counts(1).spooled();
      }
      FaultyStorageFiles left = bed.files.powerCut(nth);
      bed.spool.close();
      SpoolBed after = drained(left);
      assertThat(after.rows(1))
          .as("died at %d", nth)
          .startsWith(expected(durable).toArray(String[]::new));
      assertThat(after.rows(1)).isEqualTo(expected(after.rows(1).size()));
    }
  }

  @Test
  void markOfARowThatIsNotThereIsNeverFound() throws Exception {
    int found = 0;
    for (long nth = 1; nth < 400; nth++) {
      SpoolBed bed = new SpoolBed(64 << 10, 1 << 10, 1);
      bed.files.failFrom(nth);
      for (int i = 0; i < ROWS; i++) {
        bed.append(1, Priority.NORMAL, row(i));
        bed.spool.mark(1, Integer.toString(i + 1));
        bed.spool.flush();
        bed.spool.lease();
      }
      FaultyStorageFiles left = bed.files.powerCut(nth);
      bed.spool.close();
      SpoolBed after = new SpoolBed(64 << 10, 1 << 10, 2);
      after.restartOn(left);
      int marked = after.spool.markOf(1).map(Integer::parseInt).orElse(0);
      after.welcome();
      after.drain();
      assertThat(after.rows(1).size()).as("died at %d", nth).isGreaterThanOrEqualTo(marked);
      found = Math.max(found, marked);
      after.spool.close();
    }
    assertThat(found).isGreaterThan(ROWS / 2);
  }

  @Test
  void anyMixOfFaultsLeavesEachRowThereOrCountedAndNeverBoth() throws Exception {
    for (int seed = 0; seed < 60; seed++) {
      new RandomLife(seed).live();
    }
  }

  /// A random life of an agent with its crashes, and what must be true at its end.
  private static final class RandomLife {
    private final long seed;
    private final Random random;
    private final SpoolBed bed;
    private final Map<BootStream, Long> given = new HashMap<>();
    private final Map<BootStream, Long> promised = new HashMap<>();
    private boolean connected;

    RandomLife(long seed) throws Exception {
      this.seed = seed;
      this.random = new Random(seed);
      this.bed = new SpoolBed(24 << 10, 1 << 10, 100);
    }

    void live() throws Exception {
      for (int step = 0; step < 150; step++) {
        switch (random.nextInt(20)) {
          case 0 -> crash(bed.files.killed());
          case 1 -> crash(bed.files.powerCut(random.nextLong()));
          case 2 -> bed.files.failOnce(1 + random.nextInt(6));
          case 3 -> {
            bed.welcome();
            connected = true;
          }
          case 4 -> connected = false;
          case 5, 6, 7, 8 -> send();
          default -> append();
        }
      }
      bed.files.heal();
      bed.spool.flush();
      promise();
      bed.restartOn(bed.files.killed());
      bed.welcome();
      bed.drain();
      bed.welcome();
      bed.drain();
      check();
      bed.spool.close();
    }

    private void append() throws Exception {
      int stream = 1 + random.nextInt(4);
      Priority priority = Priority.values()[random.nextInt(3)];
      for (int i = random.nextInt(8); i >= 0; i--) {
        BootStream key = new BootStream(bed.spool.boot(), stream);
        long seq = given.merge(key, 1L, Long::sum);
        bed.append(stream, priority, key + "." + seq + "x".repeat(random.nextInt(300)));
      }
      // always wait, so that a seed gives one life; but what was flushed is promised, faults or not
      bed.spool.flush();
      promise();
    }

    /// All rows given so far are durable or counted; both survive whatever comes.
    private void promise() {
      promised.putAll(given);
    }

    private void send() {
      if (connected) {
        bed.spool
            .lease()
            .ifPresent(
                batch -> {
                  if (random.nextInt(5) > 0) {
                    bed.accept(batch);
                    if (random.nextInt(5) > 0) {
                      bed.commit(batch);
                    } else {
                      connected = false;
                    }
                  } else {
                    connected = false;
                  }
                });
      }
    }

    private void crash(FaultyStorageFiles left) throws Exception {
      connected = false;
      bed.restartOn(left);
    }

    private void check() {
      for (Map.Entry<BootStream, Long> entry : given.entrySet()) {
        BootStream key = entry.getKey();
        TreeMap<Long, String> rows = bed.rows(key);
        for (long seq = 1; seq <= entry.getValue(); seq++) {
          String row = rows.get(seq);
          boolean lost = bed.isLost(key, seq);
          if (row != null) {
            assertThat(row).as("seed %d", seed).startsWith(key + "." + seq);
            assertThat(lost).as("seed %d: %s.%d came and is lost", seed, key, seq).isFalse();
          } else if (seq <= promised.getOrDefault(key, 0L)) {
            assertThat(lost)
                .as(
                    "seed %d: %s.%d is nowhere, there are %s, lost %s",
                    seed, key, seq, rows.keySet(), bed.losses)
                .isTrue();
          }
        }
        assertThat(rows.size()).isLessThanOrEqualTo(entry.getValue().intValue());
      }
      bed.losses.forEach(
          loss ->
              assertThat(loss.count())
                  .as("seed %d", seed)
                  .isEqualTo(loss.lastSeq() - loss.firstSeq() + 1));
    }
  }

  /// Forty rows in several segments.
  private static FaultyStorageFiles written() throws Exception {
    SpoolBed bed = new SpoolBed(64 << 10, 1 << 10, 1);
    for (int i = 0; i < ROWS; i++) {
      bed.append(1, Priority.NORMAL, row(i));
      bed.spool.flush();
    }
    FaultyStorageFiles files = bed.files.killed();
    long operations = bed.files.operations();
    bed.spool.close();
    return operations > 0 ? bed.files : files;
  }

  private static SpoolBed drained(FaultyStorageFiles left) throws Exception {
    SpoolBed bed = new SpoolBed(64 << 10, 1 << 10, 2);
    bed.restartOn(left);
    bed.welcome();
    bed.drain();
    bed.spool.close();
    return bed;
  }

  private static List<String> expected(int rows) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      texts.add(row(i));
    }
    return texts;
  }

  private static String row(int i) {
    return "{\"n\":" + i + ",\"CommandLine\":\"schtasks\"}";
  }
}
