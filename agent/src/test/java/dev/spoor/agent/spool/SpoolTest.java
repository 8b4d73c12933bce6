package dev.spoor.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.storage.FaultyStorageFiles.Op;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Priority;
import dev.spoor.wire.WireRow;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpoolTest {
  private SpoolBed bed;

  @BeforeEach
  void open() throws Exception {
    bed = new SpoolBed(64 << 10, 4 << 10, 0xb001);
    bed.welcome();
  }

  @AfterEach
  void close() {
    bed.spool.close();
  }

  @Test
  void rowsOfOneStreamTravelTogetherAndNumbered() throws Exception {
    bed.append(7, Priority.NORMAL, "a");
    bed.append(8, Priority.NORMAL, "x");
    bed.append(7, Priority.NORMAL, "b");
    bed.spool.flush();
    EventBatch first = bed.spool.lease().orElseThrow();
    assertThat(first.boot()).isEqualTo(0xb001);
    assertThat(first.stream()).isEqualTo(7);
    assertThat(first.firstSeq()).isEqualTo(1);
    assertThat(first.rows()).containsExactly(WireRow.of(1, "a"), WireRow.of(1, "b"));
    assertThat(bed.spool.lease().orElseThrow().stream()).isEqualTo(8);
    assertThat(bed.spool.lease()).isEmpty();
  }

  @Test
  void highPriorityIsSentFirst() throws Exception {
    bed.append(1, Priority.BULK, "bulk");
    bed.append(2, Priority.NORMAL, "normal");
    bed.append(3, Priority.HIGH, "high");
    bed.spool.flush();
    assertThat(IntStream.range(0, 3).mapToObj(i -> bed.spool.lease().orElseThrow().stream()))
        .containsExactly(3, 2, 1);
  }

  @Test
  void streamKeepsItsOrderWhenItsPriorityChanges() throws Exception {
    bed.append(1, Priority.BULK, "1");
    bed.append(1, Priority.HIGH, "2");
    bed.drain();
    bed.append(1, Priority.HIGH, "3");
    bed.drain();
    assertThat(bed.rows(1)).containsExactly("1", "2", "3");
  }

  @Test
  void batchIsCutAt512KiBAndAHugeRowTravelsAlone() throws Exception {
    bed.spool.close();
    bed = new SpoolBed(64 << 20, 8 << 20, 1);
    String third = "x".repeat(200 << 10);
    for (int i = 0; i < 3; i++) {
      bed.append(1, Priority.NORMAL, third);
    }
    bed.append(1, Priority.NORMAL, "y".repeat(WireRow.MAX_BYTES));
    bed.append(1, Priority.NORMAL, "z".repeat(WireRow.MAX_BYTES + 1));
    bed.spool.flush();
    assertThat(bed.spool.lease().orElseThrow().rows()).hasSizeLessThanOrEqualTo(2);
    bed.spool.connected("e1", List.of());
    bed.drain();
    assertThat(bed.rows(1)).hasSize(4);
    assertThat(bed.losses)
        .singleElement()
        .satisfies(loss -> assertThat(loss.cause()).isEqualTo("row over 1 MiB"));
  }

  @Test
  void unansweredRowsAreSentAgainAfterReconnecting() throws Exception {
    bed.append(1, Priority.NORMAL, "a");
    bed.spool.flush();
    EventBatch sent = bed.spool.lease().orElseThrow();
    bed.welcome();
    assertThat(bed.spool.lease()).contains(sent);
    // the row arrived, the answer did not
    bed.accept(sent);
    bed.welcome();
    assertThat(bed.spool.lease()).isEmpty();
    assertThat(bed.spool.counts(1).sent()).isEqualTo(1);
  }

  @Test
  void sentSegmentsAreDeleted() throws Exception {
    for (int i = 0; i < 200; i++) {
      bed.append(1, Priority.NORMAL, "row " + i + " ".repeat(80));
      bed.spool.flush();
    }
    assertThat(bed.spool.size()).isGreaterThan(16 << 10);
    bed.drain();
    assertThat(bed.rows(1)).hasSize(200);
    assertThat(bed.spool.size()).isLessThan(8 << 10);
  }

  @Test
  void fullSpoolDropsOldestRowsOfLowestPriorityAndCountsThem() throws Exception {
    for (int i = 0; i < 300; i++) {
      bed.append(1, Priority.HIGH, "high " + i + " ".repeat(80));
      bed.append(2, Priority.BULK, "bulk " + i + " ".repeat(400));
      bed.spool.flush();
    }
    assertThat(bed.spool.size()).isLessThan(72 << 10);
    bed.drain();
    assertThat(bed.rows(1)).hasSize(300);
    assertThat(bed.rows(2)).hasSizeBetween(20, 200);
    assertThat(bed.rows(2).getLast()).startsWith("bulk 299 ");
    assertThat(bed.lostCount()).isEqualTo(300 - bed.rows(2).size());
    assertThat(bed.losses).allMatch(l -> l.cause().equals("spool full") && l.stream() == 2);
    assertThat(bed.spool.counts(2).lost()).isEqualTo(bed.lostCount());
    assertThat(bed.spool.counts(2).sent()).isEqualTo(bed.rows(2).size());
  }

  @Test
  void lowPriorityRowDoesNotPushOutHigherOnes() throws Exception {
    for (int i = 0; i < 300; i++) {
      bed.append(1, Priority.HIGH, "high " + i + " ".repeat(400));
      bed.spool.flush();
    }
    bed.append(2, Priority.BULK, "b".repeat(5000));
    bed.spool.flush();
    bed.drain();
    assertThat(bed.rows(2)).isEmpty();
    assertThat(bed.losses).anyMatch(l -> l.stream() == 2 && l.firstSeq() == 1 && l.count() == 1);
    assertThat(bed.rows(1).size() + bed.lostCount()).isEqualTo(301);
  }

  @Test
  void rowsInFlightAreNotDropped() throws Exception {
    bed.append(1, Priority.BULK, "first");
    bed.spool.flush();
    EventBatch flying = bed.spool.lease().orElseThrow();
    for (int i = 0; i < 300; i++) {
      bed.append(1, Priority.BULK, "row " + i + " ".repeat(400));
      bed.spool.flush();
    }
    bed.accept(flying);
    bed.commit(flying);
    bed.drain();
    assertThat(bed.rows(1)).startsWith("first");
    assertThat(bed.rows(1).size() + bed.lostCount()).isEqualTo(301);
  }

  @Test
  void rejectedRowsAreDroppedAndCountedOnce() throws Exception {
    bed.append(9, Priority.NORMAL, "a");
    bed.append(9, Priority.NORMAL, "b");
    bed.spool.flush();
    EventBatch sent = bed.spool.lease().orElseThrow();
    bed.spool.reject(sent.boot(), 9, sent.firstSeq(), sent.lastSeq(), "never assigned");
    bed.welcome();
    bed.drain();
    assertThat(bed.rows(9)).isEmpty();
    assertThat(bed.losses)
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.count()).isEqualTo(2);
              assertThat(loss.cause()).isEqualTo("never assigned");
            });
  }

  @Test
  void rowsOfAnEarlierBootKeepTheirBoot() throws Exception {
    bed.append(1, Priority.NORMAL, "before");
    bed.spool.flush();
    bed.restartOn(bed.files.killed());
    bed.append(1, Priority.NORMAL, "after");
    bed.spool.flush();
    assertThat(bed.spool.boots()).containsExactly("000000000000b002", "000000000000b001");
    bed.welcome();
    bed.drain();
    assertThat(bed.rows(new BootStream(0xb001, 1)))
        .containsExactly(java.util.Map.entry(1L, "before"));
    assertThat(bed.rows(new BootStream(0xb002, 1)))
        .containsExactly(java.util.Map.entry(1L, "after"));
  }

  @Test
  void serverAheadOpensANewBootAndNothingIsTakenForAResend() throws Exception {
    bed.append(1, Priority.NORMAL, "mine");
    bed.spool.flush();
    // the same boot ran on elsewhere: a restored machine
    TreeMap<Long, String> theirs = new TreeMap<>(java.util.Map.of(1L, "other", 2L, "other"));
    bed.server.put(new BootStream(0xb001, 1), theirs);
    bed.welcome();
    bed.append(1, Priority.NORMAL, "next");
    bed.restartOn(killedAfterFlush());
    bed.welcome();
    bed.drain();
    assertThat(bed.rows(1)).containsExactly("other", "other", "mine", "next");
    assertThat(bed.rows(new BootStream(0xb002, 1))).hasSize(2);
  }

  @Test
  void restoredServerIsToldWhatItLost() throws Exception {
    for (int i = 1; i <= 100; i++) {
      bed.append(1, Priority.NORMAL, "row " + i + " ".repeat(200));
      bed.spool.flush();
    }
    bed.drain();
    bed.rows(new BootStream(0xb001, 1)).tailMap(50L, false).clear();
    bed.epoch = "e2";
    bed.welcome();
    bed.drain();
    // rows of the last segment were still here
    int there = bed.rows(1).size();
    assertThat(there).isBetween(50, 99);
    assertThat(bed.lostCount()).isEqualTo(100 - there);
    assertThat(bed.losses)
        .allMatch(l -> l.cause().equals("server restored from a backup") && l.firstSeq() == 51);
  }

  @Test
  void lossesOfSourcesTravelAndSurvive() throws Exception {
    bed.spool.lost(7, 3, true, "audit backlog", SpoolBed.CLOCK.instant(), SpoolBed.CLOCK.instant());
    bed.spool.lost(
        7, 4, false, "audit backlog", SpoolBed.CLOCK.instant(), SpoolBed.CLOCK.instant());
    bed.restartOn(killedAfterFlush());
    bed.welcome();
    bed.drain();
    assertThat(bed.lostCount()).isEqualTo(7);
    assertThat(bed.losses).allMatch(loss -> loss.stream() == 7 && loss.firstSeq() == 0);
  }

  @Test
  void acknowledgementOfRowsNeverSentIsIgnored() throws Exception {
    bed.append(1, Priority.NORMAL, "a");
    bed.spool.flush();
    bed.spool.commit(0xb001, 1, 1000);
    assertThat(bed.spool.lease()).isPresent();
  }

  @Test
  void deadDiskCostsRowsThatAreCountedAndTellsLater() throws Exception {
    bed.append(1, Priority.NORMAL, "before");
    bed.spool.flush();
    bed.files.failFrom(1, Op.WRITE, Op.OPEN);
    for (int i = 0; i < 10; i++) {
      bed.append(1, Priority.NORMAL, "during " + i);
      bed.spool.flush();
    }
    assertThat(bed.spool.counts(1).lost()).isEqualTo(10);
    bed.files.heal();
    bed.append(1, Priority.NORMAL, "after");
    bed.spool.flush();
    bed.drain();
    assertThat(bed.rows(1)).containsExactly("before", "after");
    assertThat(bed.losses)
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.cause()).isEqualTo("spool not writable");
              assertThat(loss.firstSeq()).isEqualTo(2);
              assertThat(loss.lastSeq()).isEqualTo(11);
            });
  }

  @Test
  void appendWaitsWhileTheInboxIsFull() throws Exception {
    Optional<Thread> waiting;
    try (var gate = new GatedFiles()) {
      Spool spool =
          new Spool(
              gate,
              new SpoolConfig(SpoolBed.FOLDER, 1 << 20, 64 << 10, 1000),
              SpoolBed.CLOCK,
              () -> 5);
      spool.start();
      gate.hold();
      spool.append(1, Priority.NORMAL, WireRow.of(1, "x".repeat(900)));
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      spool.append(1, Priority.NORMAL, WireRow.of(1, "y".repeat(900)));
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      waiting = GatedFiles.awaitWaiting(writer);
      gate.release();
      writer.join(10_000);
      assertThat(writer.isAlive()).isFalse();
      spool.flush();
      assertThat(spool.counts(1).spooled()).isEqualTo(2);
      spool.close();
    }
    assertThat(waiting).isPresent();
  }

  private dev.spoor.host.storage.FaultyStorageFiles killedAfterFlush() {
    bed.spool.flush();
    return bed.files.killed();
  }
}
