package dev.spoor.evtx;

import static dev.spoor.evtx.TestChunk.text;
import static dev.spoor.evtx.TestChunk.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each thing that is wrong costs what is wrong, and nothing else.
class BrokenFileTest {
  private static TestChunk chunk(long from, long to) {
    TestChunk chunk = new TestChunk();
    for (long id = from; id <= to; id++) {
      chunk.event(id, "C:\\" + id + ".exe");
    }
    return chunk;
  }

  private static byte[] twoChunks() {
    return TestChunk.file(chunk(1, 3).bytes(), chunk(4, 6).bytes());
  }

  private static ByteBuffer edit(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Where the record of an id begins in the file.
  private static int find(byte[] file, long id) {
    ByteBuffer bytes = edit(file);
    for (int at = 4096; at < file.length - 24; at += 4) {
      if (bytes.getInt(at) == 0x2a2a && bytes.getLong(at + 8) == id) {
        return at;
      }
    }
    throw new AssertionError("no record " + id);
  }

  @Test
  void aWholeFileHasNoProblems() {
    Reading reading = Reading.of(twoChunks());
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.ids()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(reading.records().getFirst().written()).isEqualTo("2022-06-18T04:26:41Z");
  }

  @Test
  void theHeaderOfTheFileIsNotBelieved() {
    byte[] file = twoChunks();
    // dirty, and no chunks at all
    edit(file).putShort(42, (short) 0).putInt(120, 1);
    assertThat(Reading.of(file).ids()).hasSize(6);
    Arrays.fill(file, 0, 4096, (byte) 0);
    Reading reading = Reading.of(file);
    assertThat(reading.ids()).hasSize(6);
    assertThat(reading.errors()).containsExactly("the file does not begin as an event log does");
  }

  @Test
  void aWrongChecksumIsOnlyAWarning() {
    byte[] file = twoChunks();
    edit(file).putInt(16, 99).putInt(4096 + 52, 1).putLong(4096 + Chunk.SIZE + 8, 77);
    Reading reading = Reading.of(file);
    assertThat(reading.ids()).hasSize(6);
    assertThat(reading.errors()).isEmpty();
    assertThat(reading.warnings())
        .containsExactly(
            "the checksum of the file's header is wrong",
            "the checksum of the chunk's header is wrong",
            "the checksum of the chunk's records is wrong",
            "the checksum of the chunk's header is wrong");
    // flag 4: there are no checksums
    edit(file).putInt(4096 + 120, 4);
    assertThat(Reading.of(file).warnings()).hasSize(2);
  }

  @Test
  void slotsThatHoldNoChunkArePassedOver() {
    byte[] zeros = new byte[Chunk.SIZE];
    byte[] noise = new byte[Chunk.SIZE];
    noise[700] = 1;
    byte[] file = TestChunk.file(zeros, chunk(1, 2).bytes(), noise, zeros, chunk(3, 4).bytes());
    byte[] trailing = Arrays.copyOf(file, file.length + 100);
    trailing[file.length + 50] = 1;
    Reading reading = Reading.of(trailing);
    assertThat(reading.ids()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(reading.errors()).isEmpty();
    assertThat(reading.warnings())
        .containsExactly("there is no chunk here", "100 bytes follow the last chunk");
  }

  @Test
  void aFileCutAnywhereGivesTheRecordsBeforeTheCut() {
    byte[] file = TestChunk.file(chunk(1, 4).bytes());
    int used = 4096 + edit(file).getInt(4096 + 48);
    for (int length = 0; length < used + 100; length++) {
      Reading reading = Reading.of(Arrays.copyOf(file, length));
      int whole = 0;
      for (long id = 1; id <= 4; id++) {
        int at = find(file, id);
        whole += at + edit(file).getInt(at + 4) <= length ? 1 : 0;
      }
      assertThat(reading.records()).as("cut at %d", length).hasSize(whole);
      if (length < used) {
        assertThat(reading.problems()).as("cut at %d", length).isNotEmpty();
      }
    }
  }

  @Test
  void aBadRecordCostsOnlyItself() {
    for (long id = 1; id <= 3; id++) {
      // the signature, the size (none, too small, too large), the binary XML
      for (int[] harm :
          new int[][] {{0, 7}, {4, 0}, {4, 8}, {4, 60_000}, {24, -1}, {28, 0x777777}}) {
        byte[] file = twoChunks();
        int at = find(file, id);
        edit(file).putInt(at + harm[0], harm[1]);
        Reading reading = Reading.of(file);
        assertThat(reading.errors()).as("record %d, %s", id, Arrays.toString(harm)).isNotEmpty();
        // the template stands in the first record: without that the others cannot be read
        boolean templateLost = id == 1 && harm[0] == 28;
        List<Long> others = new java.util.ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L, 6L));
        others.remove(id);
        if (!templateLost) {
          assertThat(reading.ids())
              .as("record %d, %s", id, Arrays.toString(harm))
              .containsExactlyElementsOf(others);
        }
      }
    }
  }

  @Test
  void twoSizesThatDifferAreAWarning() {
    byte[] file = twoChunks();
    edit(file).putInt(find(file, 2) - 4, 1);
    Reading reading = Reading.of(file);
    assertThat(reading.ids()).hasSize(6);
    assertThat(reading.problems().stream().map(EvtxProblem::toString))
        .contains("record 1 at offset " + find(file, 1) + ": the two sizes of the record differ");
  }

  @Test
  void deletedRecordsAreGivenOnlyWhenAskedFor() {
    byte[] file = twoChunks();
    // the chunk now says that its records end where the third began
    edit(file).putInt(4096 + 48, find(file, 3) - 4096);
    assertThat(Reading.of(file).ids()).containsExactly(1L, 2L, 4L, 5L, 6L);
    Reading all = Reading.recovering(file);
    assertThat(all.ids()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(all.records().get(2).isRecovered()).isTrue();
    assertThat(all.records().get(1).isRecovered()).isFalse();
    // one of a chunk that has lost its header
    Arrays.fill(file, 4096, 4096 + 512, (byte) 0);
    assertThat(Reading.of(file).ids()).containsExactly(4L, 5L, 6L);
    assertThat(Reading.recovering(file).ids()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void recordsOfAnotherChunkBehindABreakAreNotOfThisOne() {
    byte[] file = TestChunk.file(chunk(1, 5).bytes());
    edit(file).putInt(find(file, 2), 0).putLong(find(file, 4) + 8, 9000);
    assertThat(Reading.of(file).ids()).containsExactly(1L, 3L, 5L);
    assertThat(Reading.recovering(file).ids()).containsExactly(1L, 3L, 9000L, 5L);
  }

  @Test
  void aTemplateThatHoldsItselfIsRefused() {
    Reading reading =
        Reading.of(
            TestChunk.fileOf(
                c ->
                    c.template(
                        7,
                        () ->
                            c.element(
                                "v",
                                Map.of(),
                                () -> {
                                  // an instance of the template that is being defined
                                  c.raw(0x0c, 1);
                                  c.i32(7);
                                  c.i32(Chunk.HEADER + 24 + 4 + 10);
                                  c.i32(0);
                                }))));
    assertThat(reading.records()).isEmpty();
    assertThat(reading.errors()).containsExactly("the template at chunk offset 550 holds itself");
  }

  @Test
  void elementsMayNotBeNestedWithoutEnd() {
    byte[] file =
        TestChunk.fileOf(
            c -> {
              for (int i = 0; i < 3000; i++) {
                c.raw(0x01, 0, 0, 0, 0);
                c.name("v");
                c.raw(0x02);
              }
            });
    Reading reading = Reading.of(file);
    assertThat(reading.records()).isEmpty();
    assertThat(reading.errors()).containsExactly("elements are nested more than 100 deep");
  }

  @Test
  void aSmallRecordThatShowsMuchIsRefused() {
    String long60kb = "x".repeat(25_000);
    byte[] file =
        TestChunk.fileOf(
            c ->
                c.template(
                    7,
                    () ->
                        c.element(
                            "v",
                            Map.of(),
                            () -> {
                              for (int i = 0; i < 2000; i++) {
                                c.place(0, false, 1);
                              }
                            }),
                    text(long60kb)));
    Reading reading = Reading.of(file);
    assertThat(reading.records()).isEmpty();
    assertThat(reading.errors()).containsExactly("expands to more than the limit of a record");
  }

  @Test
  void anArrayThatRepeatsALargeElementIsRefused() {
    int[] manyEmptyStrings = new int[20_000];
    byte[] file =
        TestChunk.fileOf(
            c ->
                c.template(
                    7,
                    () ->
                        c.element(
                            "v",
                            Map.of("x", () -> c.literal("y".repeat(1000))),
                            () -> c.place(0, false, 0x81)),
                    value(0x81, manyEmptyStrings)));
    assertThat(Reading.of(file).errors())
        .containsExactly("expands to more than the limit of a record");
  }

  @Test
  void treesInTreesThatMultiplyAreRefused() {
    // each level asks for the level below it fifty times, and none shows a character
    TestChunk chunk = new TestChunk();
    byte[] tree = {0};
    for (int level = 0; level < 10; level++) {
      byte[] below = tree;
      int start = chunk.position() + 24;
      int id = 100 + level;
      chunk.record(
          level,
          0,
          () ->
              chunk.template(
                  id,
                  () -> {
                    for (int i = 0; i < 50; i++) {
                      chunk.place(0, false, 0x21);
                    }
                  },
                  new TestChunk.Value(0x21, below)));
      // the definition is known now: written again, the instance stands alone
      start = chunk.position() + 24;
      chunk.record(level, 0, () -> chunk.template(id, () -> {}, new TestChunk.Value(0x21, below)));
      tree = Arrays.copyOfRange(chunk.bytes(), start, chunk.position() - 4);
    }
    Reading reading = Reading.of(TestChunk.file(chunk.bytes()));
    assertThat(reading.errors()).contains("expands to more than the limit of a record");
  }

  @Test
  void whatIsNotALogAtAll() {
    assertThat(Reading.of(new byte[0]).warnings()).containsExactly("the file is empty");
    assertThat(Reading.of("<xml/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)).errors())
        .containsExactly("the file does not begin as an event log does");
  }
}
