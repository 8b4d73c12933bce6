package dev.spoor.server.event.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.TestEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes into a block comes out of it byte for byte.
class BlockRoundTripTest {
  private final TemplateCache templates = new TemplateCache();

  private static List<SealedBlock> seal(List<AcceptedBatch> batches, int blockRows) {
    OpenRun run = new OpenRun(new OpenRun.Key("A", false), 0, 0, 0);
    RowShredder shredder = new RowShredder();
    for (AcceptedBatch batch : batches) {
      for (int i = 0; i < batch.rows().size(); i++) {
        shredder.shred(batch.rows().get(i).json());
        assertThat(run.append(batch, i, shredder)).isTrue();
      }
    }
    try (BlockWriter writer = new BlockWriter()) {
      return writer.cut(run, 1, blockRows);
    }
  }

  private Map<Long, String> rows(List<SealedBlock> blocks) {
    Map<Long, String> rows = new HashMap<>();
    try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
      for (SealedBlock block : blocks) {
        BlockReader reader = new BlockReader(block.bytes(), templates, zstd);
        for (int i = 0; i < reader.rows(); i++) {
          rows.put(reader.lsn(i), new String(reader.json(i), StandardCharsets.UTF_8));
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomRowsComeBackByteForByte(long seed) {
    RandomRows generator = new RandomRows(new Random(seed));
    List<AcceptedBatch> batches = new ArrayList<>();
    Map<Long, String> expected = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      AcceptedBatch batch = generator.batch(9);
      batches.add(batch);
      for (int row = 0; row < batch.rows().size(); row++) {
        String json = new String(batch.rows().get(row).json(), StandardCharsets.UTF_8);
        expected.put(batch.firstLsn() + row, json);
      }
    }
    List<SealedBlock> blocks = seal(batches, 100 + (int) seed);
    assertThat(rows(blocks)).as("seed %d", seed).isEqualTo(expected);
    assertThat(blocks).hasSizeGreaterThan(5);
  }

  @Test
  void hostileAndBrokenTextComesBackToo() {
    StringBuilder wide = new StringBuilder("{");
    for (int i = 0; i < 10_000; i++) {
      wide.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(i);
    }
    List<String> rows =
        List.of(
            wide.append('}').toString(),
            "{\"a\":" + "{\"a\":".repeat(100) + "1" + "}".repeat(101),
            "{\"v\":\"" + "\\u0000".repeat(170_000) + "\"}",
            "{\"l\":[" + "[1,2],".repeat(400) + "3]}",
            " { \"spaces\" : [ 1 , 2 ] } ",
            "{\"twice\":1,\"twice\":2}",
            "{\"number\":" + "1".repeat(1_000) + "}",
            "{\"lone\":\"\\ud800\",\"\\ud800\":1}",
            "{}",
            "[1]",
            "{\"open\":",
            "{\"a\":tru}",
            "{\"a\":01}",
            "");
    AcceptedBatch batch =
        TestEvents.batch(5, TestEvents.TEN, TestEvents.DC01, "A", rows.toArray(String[]::new));
    Map<Long, String> found = rows(seal(List.of(batch), 1_024));
    for (int i = 0; i < rows.size(); i++) {
      assertThat(found.get(5L + i)).as("row %d", i).isEqualTo(rows.get(i));
    }
  }

  @Test
  void everyFlippedByteIsFound() {
    AcceptedBatch batch =
        TestEvents.batch(
            0, TestEvents.TEN, TestEvents.DC01, "A", "{\"a\":1,\"b\":\"x\"}", "{\"a\":2}");
    byte[] block = seal(List.of(batch), 10).getFirst().bytes();
    try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
      for (int i = 0; i < block.length; i++) {
        byte[] damaged = block.clone();
        damaged[i] ^= 0x10;
        assertThatThrownBy(() -> new BlockReader(damaged, templates, zstd))
            .as("byte %d", i)
            .isInstanceOf(BlockReader.CorruptBlock.class);
      }
      assertThat(new BlockReader(block, templates, zstd).rows()).isEqualTo(2);
    }
  }

  @Test
  void hashesOfEqualValuesAreEqual() {
    long seed = Scalar.pathSeed("x");
    assertThat(hash(seed, Scalar.NUMBER, "4624")).isEqualTo(hash(seed, Scalar.NUMBER, "4624.0"));
    assertThat(hash(seed, Scalar.NUMBER, "1")).isEqualTo(hash(seed, Scalar.BOOLEAN, "true"));
    assertThat(hash(seed, Scalar.STRING, "2026-09-21T10:00:00Z"))
        .isEqualTo(hash(seed, Scalar.NUMBER, "1789984800"));
    assertThat(hash(seed, Scalar.STRING, "2026-09-21T10:00:00.5Z"))
        .isEqualTo(hash(seed, Scalar.NUMBER, "1789984800.5"));
    assertThat(hash(seed, Scalar.STRING, "a\\u0062c")).isEqualTo(hash(seed, Scalar.STRING, "abc"));
    assertThat(hash(seed, Scalar.STRING, "1")).isNotEqualTo(hash(seed, Scalar.NUMBER, "1"));
    // the hashes are on disk: they must never change
    assertThat(hash(seed, Scalar.STRING, "schtasks")).isEqualTo(SCHTASKS);
    assertThat(hash(seed, Scalar.NUMBER, "4624")).isEqualTo(NUMBER_4624);
  }

  private static final long SCHTASKS = -2846744495900100750L;
  private static final long NUMBER_4624 = 7490691267792406767L;

  private static long hash(long seed, byte type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Scalar.hash(seed, type, bytes, 0, bytes.length);
  }
}
