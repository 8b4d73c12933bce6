package dev.spoor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class WireCodecTest {
  @Test
  void everyMessageComesBackEqual() throws WireException {
    for (Message message : TestMessages.all().values()) {
      assertThat(WireCodec.decode(WireCodec.encode(message))).isEqualTo(message);
    }
  }

  @Test
  void fullBatchOfNoiseFitsOneMessage() throws WireException {
    WireRow row = new WireRow(1, TestMessages.random(EventBatch.MAX_BYTES, 1));
    EventBatch batch = new EventBatch(1, 1, 1, List.of(row));
    byte[] bytes = WireCodec.encode(batch);
    assertThat(bytes.length).isBetween(EventBatch.MAX_BYTES, WireCodec.MAX_MESSAGE_BYTES);
    assertThat(WireCodec.decode(bytes)).isEqualTo(batch);
    List<WireRow> many = Collections.nCopies(EventBatch.MAX_ROWS, WireRow.of(1, "{}"));
    EventBatch wide = new EventBatch(1, 1, 1, many);
    assertThat(WireCodec.decode(WireCodec.encode(wide))).isEqualTo(wide);
  }

  @Test
  void batchOverItsLimitIsRefusedWhereItIsMade() {
    WireRow row = new WireRow(1, new byte[EventBatch.MAX_BYTES + 1]);
    assertThatThrownBy(() -> WireCodec.encode(new EventBatch(1, 1, 1, List.of(row))))
        .hasMessage("batch of 524289 bytes is over the limit of 512 KiB");
  }

  @Test
  void messageOverOneMebibyteIsRefusedUnread() {
    assertThatThrownBy(() -> WireCodec.decode(new byte[WireCodec.MAX_MESSAGE_BYTES + 1]))
        .isInstanceOf(WireException.class)
        .hasMessage("message of 1048577 bytes is over the limit of 1 MiB");
  }

  @Test
  void bombIsRefusedBeforeItIsInflated() throws Exception {
    // 900 kB that would become 900 MB
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 800; i++) {
        out.write(zeros);
      }
    }
    byte[] batch =
        message(16, "{\"boot\":\"0000000000000001\",\"stream\":1,\"firstSeq\":1,\"rows\":1}", bomb);
    assertThatThrownBy(() -> WireCodec.decode(batch))
        .hasMessage("body inflates to more than 720896 bytes");
    byte[] table = message(32, "{\"tableVersion\":1,\"entries\":1}", bomb);
    assertThatThrownBy(() -> WireCodec.decode(table))
        .hasMessage("body inflates to more than 4194304 bytes");
  }

  @Test
  void missingFieldIsRefusedAndUnknownOneIgnored() throws Exception {
    ByteArrayOutputStream none = new ByteArrayOutputStream();
    assertThatThrownBy(() -> WireCodec.decode(message(6, "{}", none)))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("PONG cannot be read");
    assertThat(WireCodec.decode(message(6, "{\"number\":1,\"new\":[{}]}", none)))
        .isEqualTo(new Pong(1));
  }

  @Test
  void deepHeaderIsAnErrorNotAStackOverflow() {
    byte[] deep = message(6, "{\"a\":" + "[".repeat(400_000), new ByteArrayOutputStream());
    assertThatThrownBy(() -> WireCodec.decode(deep)).isInstanceOf(WireException.class);
  }

  @Test
  void everyCutIsRefused() throws WireException {
    for (Map.Entry<String, Message> sample : TestMessages.all().entrySet()) {
      byte[] bytes = WireCodec.encode(sample.getValue());
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> WireCodec.decode(cut))
            .as("%s cut at %d", sample.getKey(), length)
            .isInstanceOf(WireException.class);
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> WireCodec.decode(longer))
          .as("%s with a byte more", sample.getKey())
          .isInstanceOf(WireException.class);
    }
  }

  @Test
  void changedBytesGiveAMessageOrAWireException() throws WireException {
    long seed = 20261124;
    Random random = new Random(seed);
    List<byte[]> samples = new ArrayList<>();
    for (Message message : TestMessages.all().values()) {
      samples.add(WireCodec.encode(message));
    }
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(WireCodec.decode(bytes)).isNotNull();
      } catch (WireException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + " round " + i, e);
      }
    }
  }

  @Test
  void partOutsideItsRowIsRefused() {
    assertThatThrownBy(() -> new RowPart(1, 1, 1, 1, 10, 8, new byte[3]))
        .hasMessage("part of 3 bytes at 8 does not fit a row of 10");
    assertThatThrownBy(() -> new RowPart(1, 1, 1, 1, WireRow.MAX_BYTES + 1, 0, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RowPart(1, 1, 1, 1, 10, Integer.MAX_VALUE, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lossRowComesBackEqual() throws WireException {
    Loss loss =
        new Loss(
            TestMessages.BOOT, 7, 0, 0, 12, false, "kernel", TestMessages.NOW, TestMessages.NOW);
    WireRow row = LossCodec.toRow(5, loss);
    assertThat(row.text())
        .isEqualTo(
            "{\"Boot\":\"f00dfeed12345678\",\"Stream\":7,\"FirstSeq\":0,\"LastSeq\":0,\"Count\":12,"
                + "\"Exact\":false,"
                + "\"Cause\":\"kernel\",\"From\":\"2026-11-24T09:41:07.218Z\","
                + "\"To\":\"2026-11-24T09:41:07.218Z\"}");
    assertThat(LossCodec.parse(row)).isEqualTo(loss);
    assertThatThrownBy(() -> LossCodec.parse(WireRow.of(5, "{\"Count\":-1}")))
        .isInstanceOf(WireException.class);
  }

  @Test
  void newestCommonVersionIsChosen() {
    assertThat(ProtocolVersion.choose(List.of(3, 2, 1))).contains(1);
    assertThat(ProtocolVersion.choose(List.of(9))).isEmpty();
  }

  private static byte[] message(int type, String header, ByteArrayOutputStream body) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + json.length + body.size())
        .put((byte) type)
        .putInt(json.length)
        .put(json)
        .put(body.toByteArray())
        .array();
  }
}
