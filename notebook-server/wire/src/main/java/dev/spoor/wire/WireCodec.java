package dev.spoor.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// Messages to bytes and back. Stateless, thread-safe.
///
/// ```
/// message  u8 type | u32 header length | header: JSON | body: zlib (RFC 1950), or nothing
/// bodies, inflated
///   EventBatch        rows x ( i64 emit time ns | u32 length | JSON )
///   RowPart           bytes of the row
///   MonitoringUpdate  JSON array of entries
///   all others        nothing
/// ```
///
/// All numbers are big-endian. A message has at most 1 MiB, an inflated body at most what its type
/// allows; both are checked before memory is taken, on both sides.
public final class WireCodec {
  public static final int MAX_MESSAGE_BYTES = 1 << 20;
  static final int MAX_HEADER_BYTES = 512 << 10;
  static final int MAX_TABLE_BYTES = 4 << 20;

  private static final int ROW_FRAME = Long.BYTES + Integer.BYTES;
  private static final int MAX_BATCH_BODY = EventBatch.MAX_BYTES + EventBatch.MAX_ROWS * ROW_FRAME;
  private static final int PREFIX = 1 + Integer.BYTES;

  private WireCodec() {}

  public static byte[] encode(Message message) throws WireException {
    MessageType type = MessageType.of(message);
    byte[] header = WireJson.MAPPER.writeValueAsBytes(header(message));
    byte[] body = body(message);
    long length = (long) PREFIX + header.length + body.length;
    if (header.length > MAX_HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
      throw new WireException(type + " of " + length + " bytes is over the limit of 1 MiB");
    }
    return ByteBuffer.allocate((int) length)
        .put((byte) type.number())
        .putInt(header.length)
        .put(header)
        .put(body)
        .array();
  }

  public static Message decode(byte[] bytes) throws WireException {
    if (bytes.length > MAX_MESSAGE_BYTES) {
      throw new WireException("message of " + bytes.length + " bytes is over the limit of 1 MiB");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < PREFIX) {
      throw new WireException("message of " + bytes.length + " bytes is cut");
    }
    MessageType type = MessageType.of(in.get() & 0xff);
    int length = in.getInt();
    if (length < 2 || length > MAX_HEADER_BYTES || length > in.remaining()) {
      throw new WireException(type + " has a header of " + Integer.toUnsignedString(length));
    }
    try {
      Object header = WireJson.MAPPER.readValue(bytes, PREFIX, length, type.header());
      in.position(PREFIX + length);
      return message(type, header, in);
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new WireException(type + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Object header(Message message) {
    return switch (message) {
      case EventBatch batch ->
          new BatchHeader(batch.boot(), batch.stream(), batch.firstSeq(), batch.rows().size());
      case RowPart part ->
          new PartHeader(
              part.boot(),
              part.stream(),
              part.seq(),
              part.emitNanos(),
              part.total(),
              part.offset());
      case MonitoringUpdate update ->
          new TableHeader(update.tableVersion(), update.entries().size());
      default -> message;
    };
  }

  private static byte[] body(Message message) throws WireException {
    return switch (message) {
      case EventBatch batch -> Deflate.deflate(rows(batch));
      case RowPart part -> Deflate.deflate(part.bytes());
      case MonitoringUpdate update -> Deflate.deflate(table(update));
      default -> new byte[0];
    };
  }

  private static byte[] rows(EventBatch batch) throws WireException {
    long bytes = batch.bytes();
    if (bytes > EventBatch.MAX_BYTES) {
      throw new WireException("batch of " + bytes + " bytes is over the limit of 512 KiB");
    }
    ByteBuffer out = ByteBuffer.allocate((int) bytes + batch.rows().size() * ROW_FRAME);
    for (WireRow row : batch.rows()) {
      out.putLong(row.emitNanos()).putInt(row.json().length).put(row.json());
    }
    return out.array();
  }

  private static byte[] table(MonitoringUpdate update) throws WireException {
    byte[] json = WireJson.MAPPER.writeValueAsBytes(update.entries());
    if (json.length > MAX_TABLE_BYTES) {
      throw new WireException("table of " + json.length + " bytes is over the limit of 4 MiB");
    }
    return json;
  }

  private static Message message(MessageType type, Object header, ByteBuffer body)
      throws WireException {
    return switch (header) {
      case BatchHeader batch -> batch(batch, body);
      case PartHeader part ->
          new RowPart(
              part.boot,
              part.stream,
              part.seq,
              part.emitNanos,
              part.total,
              part.offset,
              Deflate.inflate(body, RowPart.MAX_BYTES));
      case TableHeader table -> table(table, body);
      case Message message -> {
        if (body.hasRemaining()) {
          throw new WireException(type + " has a body of " + body.remaining() + " bytes");
        }
        yield message;
      }
      default -> throw new WireException(type + " has no header");
    };
  }

  private static EventBatch batch(BatchHeader header, ByteBuffer body) throws WireException {
    if (header.rows < 1 || header.rows > EventBatch.MAX_ROWS) {
      throw new WireException("batch of " + header.rows + " rows");
    }
    ByteBuffer in = ByteBuffer.wrap(Deflate.inflate(body, MAX_BATCH_BODY));
    List<WireRow> rows = new ArrayList<>(header.rows);
    for (int i = 0; i < header.rows; i++) {
      if (in.remaining() < ROW_FRAME) {
        throw new WireException("batch ends in row " + i + " of " + header.rows);
      }
      long emitNanos = in.getLong();
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new WireException("row " + i + " of " + Integer.toUnsignedString(length) + " bytes");
      }
      byte[] json = new byte[length];
      in.get(json);
      rows.add(new WireRow(emitNanos, json));
    }
    if (in.hasRemaining()) {
      throw new WireException("batch has " + in.remaining() + " bytes after its last row");
    }
    return new EventBatch(header.boot, header.stream, header.firstSeq, rows);
  }

  private static MonitoringUpdate table(TableHeader header, ByteBuffer body) throws WireException {
    List<MonitoringEntry> entries =
        WireJson.MAPPER.readValue(
            Deflate.inflate(body, MAX_TABLE_BYTES), new TypeReference<List<MonitoringEntry>>() {});
    if (entries.size() != header.entries) {
      throw new WireException("table of " + entries.size() + " entries says " + header.entries);
    }
    return new MonitoringUpdate(header.tableVersion, entries);
  }

  record BatchHeader(@BootText long boot, int stream, long firstSeq, int rows) {}

  record PartHeader(
      @BootText long boot, int stream, long seq, long emitNanos, int total, int offset) {}

  record TableHeader(long tableVersion, int entries) {}
}
