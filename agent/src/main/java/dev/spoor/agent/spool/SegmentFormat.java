package dev.spoor.agent.spool;

import dev.spoor.wire.WireRow;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a spool segment, all numbers big-endian.
///
/// ```
/// file     spool/<lane>-<number, 16 hex digits>.seg
/// header   "SPS1" | u32 version 1 | u64 number | u32 lane | u32 crc32c of the 20 bytes before
/// record   u32 payload length | u32 crc32c(payload) | payload
/// row      u8 1 | u64 boot | u32 stream | u64 seq | i64 emit time ns | JSON
/// footer   u8 2 | u32 n | n x ( u64 boot | u32 stream | u64 first seq | u64 last seq )
/// trailer  u32 length of the footer's record | "SPSE"          (only after a footer)
/// ```
///
/// Within a segment the rows of one (boot, stream) have consecutive numbers, so a hole is damage.
final class SegmentFormat {
  static final int HEADER = 24;
  static final int FRAME = 8;
  static final int ROW_HEAD = 29;
  static final int TRAILER = 8;

  /// Nothing longer was ever written: a longer length is damage.
  static final int MAX_PAYLOAD = ROW_HEAD + WireRow.MAX_BYTES;

  private static final int MAGIC = 0x53505331;
  private static final int END_MAGIC = 0x53505345;
  private static final int VERSION = 1;
  private static final byte ROW = 1;
  private static final byte FOOTER = 2;
  private static final int FOOTER_ENTRY = 28;

  private SegmentFormat() {}

  /// What a good record holds.
  sealed interface Payload {
    /// A row.
    record Row(SpoolRow row) implements Payload {}

    /// What the segment held when it was closed.
    record Footer(Map<BootStream, SeqRange> kept) implements Payload {}
  }

  static ByteBuffer header(Lane lane, long number) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(MAGIC).putInt(VERSION).putLong(number).putInt(lane.ordinal());
    header.putInt(crc(header.array(), 0, HEADER - 4));
    return header.flip();
  }

  static boolean isHeader(ByteBuffer bytes, Lane lane, long number) {
    return bytes.remaining() >= HEADER && header(lane, number).equals(bytes.slice(0, HEADER));
  }

  static void putRow(ByteBuffer out, SpoolRow row) {
    int start = begin(out);
    out.put(ROW).putLong(row.key().boot()).putInt(row.key().stream()).putLong(row.seq());
    out.putLong(row.row().emitNanos()).put(row.row().json());
    end(out, start);
  }

  static ByteBuffer footer(Map<BootStream, SeqRange> kept) {
    int record = FRAME + 5 + kept.size() * FOOTER_ENTRY;
    ByteBuffer out = ByteBuffer.allocate(record + TRAILER);
    int start = begin(out);
    out.put(FOOTER).putInt(kept.size());
    kept.forEach(
        (key, rows) ->
            out.putLong(key.boot())
                .putInt(key.stream())
                .putLong(rows.first())
                .putLong(rows.last()));
    end(out, start);
    return out.putInt(record).putInt(END_MAGIC).flip();
  }

  /// Length of the footer's record, from a trailer; -1 if this is none.
  static int footerLength(ByteBuffer trailer) {
    int length = trailer.getInt();
    return trailer.getInt() == END_MAGIC && length > FRAME ? length : -1;
  }

  /// The payload of a record, or null if its checksum or its content is wrong.
  static @Nullable Payload payload(int crc, byte[] payload) {
    if (crc(payload, 0, payload.length) != crc || payload.length < 1) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(payload);
    byte kind = in.get();
    if (kind == ROW && payload.length >= ROW_HEAD) {
      BootStream key = new BootStream(in.getLong(), in.getInt());
      long seq = in.getLong();
      long emitNanos = in.getLong();
      byte[] json = new byte[in.remaining()];
      in.get(json);
      return new Payload.Row(new SpoolRow(key, seq, new WireRow(emitNanos, json)));
    }
    if (kind == FOOTER && payload.length >= 5) {
      int n = in.getInt();
      if (n < 0 || in.remaining() != (long) n * FOOTER_ENTRY) {
        return null;
      }
      Map<BootStream, SeqRange> kept = new LinkedHashMap<>();
      for (int i = 0; i < n; i++) {
        kept.put(
            new BootStream(in.getLong(), in.getInt()), new SeqRange(in.getLong(), in.getLong()));
      }
      return new Payload.Footer(kept);
    }
    return null;
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static int begin(ByteBuffer out) {
    int start = out.position();
    out.position(start + FRAME);
    return start;
  }

  private static void end(ByteBuffer out, int start) {
    int length = out.position() - start - FRAME;
    out.putInt(start, length);
    out.putInt(start + 4, crc(out.array(), start + FRAME, length));
  }
}
