package dev.spoor.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.evtx.plugin.EventRow;
import dev.spoor.evtx.plugin.ValueStyle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Changes files at random and reads them: whatever comes, reading ends soon, throws nothing and
/// shows no more than a record may. `-Dfuzz.seconds` sets how long, `-Dfuzz.seed` where it begins.
class FuzzTest {
  private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(20);

  /// Numbers that are at the edge of something.
  private static final int[] EDGES = {
    0,
    1,
    2,
    4,
    7,
    8,
    24,
    28,
    127,
    128,
    255,
    256,
    511,
    512,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    -1,
    -2,
    -8,
    0xfff8
  };

  private static final int[] TOKENS = {
    0x00, 0x01, 0x41, 0x02, 0x03, 0x04, 0x05, 0x45, 0x06, 0x46, 0x07, 0x08, 0x09, 0x49, 0x0a, 0x0b,
    0x0c, 0x0d, 0x0e, 0x0f, 0x21, 0x81, 0x2a
  };

  @Test
  void nothingThatComesHarms() throws IOException {
    long seconds = Long.getLong("fuzz.seconds", 30);
    long seed = Long.getLong("fuzz.seed", new Random().nextLong());
    List<byte[]> files = seeds();
    Random random = new Random(seed);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long count = 0;
    while (System.nanoTime() < end) {
      long one = random.nextLong();
      read(files.get((int) (count++ % files.size())), one, "seed " + seed + ", file " + one);
    }
    assertThat(count).as("files read").isGreaterThan(seconds);
  }

  private static void read(byte[] original, long seed, String name) {
    Random random = new Random(seed);
    byte[] file = mutated(original, random);
    long begun = System.nanoTime();
    try {
      Counter counter = new Counter();
      EvtxOptions options =
          EvtxOptions.DEFAULT
              .withRecovery(random.nextInt(4) == 0)
              .withProblems(problem -> counter.problems++);
      try (EvtxFile evtx = EvtxFile.read(EvtxInput.of(file), options)) {
        XmlWriter xml = new XmlWriter();
        EventRow rows = new EventRow(random.nextBoolean() ? ValueStyle.TYPED : ValueStyle.SHOWN);
        for (EvtxRecord record = evtx.next(); record != null; record = evtx.next()) {
          counter.records++;
          xml.reset();
          record.accept(xml);
          // six bytes for the worst character
          assertThat(xml.size()).isLessThan(6 * EvtxRecord.LIMIT + 1000);
          rows.row(record);
        }
      }
      // no more of either than there are places for them
      assertThat(counter.records + counter.problems).isLessThan(file.length / 4 + 100);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(name + ": " + e, e);
    }
    assertThat(System.nanoTime() - begun).as(name).isLessThan(SLOWEST_NANOS);
  }

  private static final class Counter {
    private long records;
    private long problems;
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] file = original.clone();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 8);
    for (int i = 0; i < changes; i++) {
      int at = place(bytes, random);
      switch (random.nextInt(8)) {
        case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> file[at] = (byte) random.nextInt();
        case 2 -> file[at] = (byte) TOKENS[random.nextInt(TOKENS.length)];
        case 3 -> bytes.putShort(at, (short) EDGES[random.nextInt(EDGES.length)]);
        case 4 -> bytes.putInt(at, EDGES[random.nextInt(EDGES.length)]);
        case 5 -> bytes.putInt(at, random.nextInt(Chunk.SIZE));
        case 6 -> {
          int length = 1 + random.nextInt(Math.min(4000, file.length - at));
          int from = random.nextInt(file.length - length);
          System.arraycopy(original, from, file, at, length);
        }
        default -> {
          int length = 1 + random.nextInt(Math.min(64, file.length - at));
          java.util.Arrays.fill(file, at, at + length, (byte) random.nextInt(256));
        }
      }
    }
    return random.nextInt(10) == 0
        ? java.util.Arrays.copyOf(file, random.nextInt(file.length))
        : file;
  }

  // half of the time within the first records, where the templates are
  private static int place(ByteBuffer bytes, Random random) {
    int limit = bytes.capacity() - 8;
    return random.nextBoolean()
        ? Math.min(limit, 4096 + random.nextInt(8000))
        : random.nextInt(limit);
  }

  /// Files of our own, and the recordings beside the project if they are there.
  private static List<byte[]> seeds() throws IOException {
    List<byte[]> files = new ArrayList<>();
    TestChunk chunk = new TestChunk();
    for (long id = 1; chunk.hasRoom(4000); id++) {
      chunk.event(id, "C:\\Windows\\System32\\" + id + ".exe");
    }
    files.add(TestChunk.file(chunk.bytes()));
    files.add(
        TestChunk.fileOf(
            c ->
                c.template(
                    7,
                    () -> {
                      c.element("a", Map.of("x", () -> c.place(0, true, 1)), () -> {});
                      c.element("b", Map.of(), () -> c.place(1, false, 0x81));
                      c.element("c", Map.of(), () -> c.place(2, false, 0x0e));
                    },
                    TestChunk.text("text"),
                    TestChunk.value(0x81, 'a', 0, 0, 0, 'b', 0, 0, 0),
                    TestChunk.value(0x0e, 1, 2, 3, 4))));
    String root = System.getProperty("spoor.root", ".");
    String shared = System.getProperty("spoor.shared", Path.of(root, "..", "shared").toString());
    Path recordings = Path.of(shared, "conformance", "detection", "evtx-golden", "evtx");
    if (Files.isDirectory(recordings)) {
      try (Stream<Path> all = Files.list(recordings)) {
        for (Path file : all.sorted().toList()) {
          byte[] content = Files.readAllBytes(file);
          // the first chunks are enough, and quicker
          files.add(
              java.util.Arrays.copyOf(content, Math.min(content.length, 4096 + 2 * Chunk.SIZE)));
        }
      }
    }
    return files;
  }
}
