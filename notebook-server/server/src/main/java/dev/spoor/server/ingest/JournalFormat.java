package dev.spoor.server.ingest;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.identity.ClientId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/// The bytes of a journal segment (little endian).
///
/// ```text
/// file    <first LSN, 16 hex digits>.log
/// header  "SPJ1" | u32 version | u64 first LSN | u64 created (ns) | u32 zero | u32 crc32c(before)
/// record  u32 payload length | u32 crc32c(payload) | payload
/// payload u64 LSN of first row | u64 ingest time (ns) | u32 row count | u8 flags (0)
///         | u8 length, client | u64 boot | u32 stream | u64 first seq
///         | u16 length, artifact | u32 artifact version | u16 length, hostname
///         | rows x (u64 emit time (ns) | u64 event time (ns) | u8 event time origin
///                   | u32 length | JSON)
/// ```
///
/// Zeros after the last record are room made ahead; a record ends the file when its length or sum
/// is wrong.
final class JournalFormat {
  static final int MAGIC = 'S' | 'P' << 8 | 'J' << 16 | '1' << 24;
  static final int VERSION = 1;
  static final int HEADER_BYTES = 32;
  static final int RECORD_HEADER_BYTES = 8;
  static final int MAX_PAYLOAD = 64 << 20;
  private static final String SUFFIX = ".log";

  private JournalFormat() {}

  static Path segmentPath(Path folder, long firstLsn) {
    return folder.resolve(String.format("%016x", firstLsn) + SUFFIX);
  }

  /// The first LSN in a segment's name; empty for other files.
  static OptionalLong firstLsnOf(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    if (name.length() != 16 + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(name.substring(0, 16), 16));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  static ByteBuffer header(long firstLsn, long created) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MAGIC).putInt(VERSION).putLong(firstLsn).putLong(created).putInt(0);
    CRC32C sum = new CRC32C();
    sum.update(header.array(), 0, header.position());
    header.putInt((int) sum.getValue());
    return header.flip();
  }

  /// Whether these 32 bytes are the header of the segment that begins with this LSN.
  static boolean isHeader(ByteBuffer header, long firstLsn) {
    if (header.remaining() < HEADER_BYTES) {
      return false;
    }
    CRC32C sum = new CRC32C();
    sum.update(header.array(), header.arrayOffset() + header.position(), HEADER_BYTES - 4);
    ByteBuffer fields = header.slice().order(ByteOrder.LITTLE_ENDIAN);
    return fields.getInt(0) == MAGIC
        && fields.getInt(HEADER_BYTES - 4) == (int) sum.getValue()
        && fields.getLong(8) == firstLsn
        && fields.getInt(4) <= VERSION;
  }

  /// A record whose first LSN, ingest time and sum are still zero; [#seal] fills them.
  static ByteBuffer record(AcceptedBatch batch) {
    byte[] client = batch.writer().value().getBytes(StandardCharsets.UTF_8);
    byte[] artifact = batch.artifact().getBytes(StandardCharsets.UTF_8);
    byte[] hostname = batch.hostname().getBytes(StandardCharsets.UTF_8);
    long size = 8L + 8 + 4 + 1 + 1 + client.length + 8 + 4 + 8;
    size += 2L + artifact.length + 4 + 2 + hostname.length;
    for (AcceptedRow row : batch.rows()) {
      size += 8L + 8 + 1 + 4 + row.json().length;
    }
    if (client.length > 255
        || artifact.length > 0xFFFF
        || hostname.length > 0xFFFF
        || size > MAX_PAYLOAD) {
      throw new IllegalArgumentException("a batch of " + size + " bytes does not fit a record");
    }
    ByteBuffer record =
        ByteBuffer.allocate(RECORD_HEADER_BYTES + (int) size).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt((int) size).putInt(0).putLong(0).putLong(0);
    record.putInt(batch.rows().size()).put((byte) 0);
    record.put((byte) client.length).put(client);
    record.putLong(batch.boot()).putInt(batch.stream()).putLong(batch.firstSeq());
    record.putShort((short) artifact.length).put(artifact).putInt(batch.artifactVersion());
    record.putShort((short) hostname.length).put(hostname);
    for (AcceptedRow row : batch.rows()) {
      record.putLong(row.emitTime()).putLong(row.eventTime());
      record.put((byte) row.timeOrigin().code());
      record.putInt(row.json().length).put(row.json());
    }
    return record.flip();
  }

  static void seal(ByteBuffer record, long firstLsn, long ingestTime) {
    record.putLong(RECORD_HEADER_BYTES, firstLsn).putLong(RECORD_HEADER_BYTES + 8, ingestTime);
    record.putInt(4, checksum(record.array(), RECORD_HEADER_BYTES, record.limit() - 8));
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /// Reads a payload whose sum was right. Throws when its parts do not fit, which only a record
  /// written by other software can do.
  static AcceptedBatch batch(ByteBuffer payload) {
    payload.order(ByteOrder.LITTLE_ENDIAN);
    long firstLsn = payload.getLong();
    long ingestTime = payload.getLong();
    int count = payload.getInt();
    int flags = payload.get();
    if (flags != 0) {
      throw new IllegalArgumentException("unknown flags in a journal record: " + flags);
    }
    ClientId client = new ClientId(text(payload, payload.get() & 0xFF));
    long boot = payload.getLong();
    int stream = payload.getInt();
    long firstSeq = payload.getLong();
    String artifact = text(payload, payload.getShort() & 0xFFFF);
    int version = payload.getInt();
    String hostname = text(payload, payload.getShort() & 0xFFFF);
    List<AcceptedRow> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long emitTime = payload.getLong();
      long eventTime = payload.getLong();
      TimeOrigin origin = TimeOrigin.ofCode(payload.get());
      byte[] json = new byte[payload.getInt()];
      payload.get(json);
      rows.add(new AcceptedRow(json, emitTime, eventTime, origin));
    }
    return new AcceptedBatch(
        firstLsn, ingestTime, client, hostname, artifact, version, boot, stream, firstSeq, rows);
  }

  private static String text(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
