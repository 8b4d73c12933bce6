package dev.spoor.evtx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// Writes a chunk as the event log service does: names and templates stand where they are first
/// used and are found by their offset later.
public final class TestChunk {
  public static final long FIRST_TIME = 133_000_000_000_000_000L;
  private static final String NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event";

  /// A value for a template: its type and bytes.
  public record Value(int type, byte[] bytes) {}

  private final ByteBuffer buffer =
      ByteBuffer.allocate(Chunk.SIZE).order(ByteOrder.LITTLE_ENDIAN).position(Chunk.HEADER);
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<Integer, Integer> templates = new HashMap<>();
  private boolean dependencyIds;
  private long firstId = -1;
  private long lastId;
  private int lastRecord;

  public static Value text(String text) {
    return new Value(0x01, text.getBytes(StandardCharsets.UTF_16LE));
  }

  public static Value value(int type, int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return new Value(type, all);
  }

  public static Value u16(int number) {
    return value(0x06, number, number >> 8);
  }

  public static Value i64(int type, long number) {
    return new Value(
        type, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
  }

  public int position() {
    return buffer.position();
  }

  public boolean hasRoom(int bytes) {
    return buffer.remaining() >= bytes;
  }

  /// A record whose binary XML is written by `body`.
  public TestChunk record(long id, long time, Runnable body) {
    int start = buffer.position();
    buffer.putInt(0x2a2a).putInt(0).putLong(id).putLong(time);
    dependencyIds = false;
    fragmentHeader();
    body.run();
    buffer.put((byte) 0);
    while ((buffer.position() - start) % 8 != 4) {
      buffer.put((byte) 0);
    }
    int size = buffer.position() + 4 - start;
    buffer.putInt(size);
    buffer.putInt(start + 4, size);
    firstId = firstId < 0 ? id : firstId;
    lastId = id;
    lastRecord = start;
    return this;
  }

  /// An ordinary event: id, channel, and one named Data.
  public TestChunk event(long id, String image) {
    return record(id, FIRST_TIME + id * 10_000_000, () -> ordinary(id, text(image)));
  }

  private void ordinary(long id, Value image) {
    template(
        1,
        () ->
            element(
                "Event",
                Map.of("xmlns", () -> literal(NAMESPACE)),
                () -> {
                  element(
                      "System",
                      Map.of(),
                      () -> {
                        element(
                            "Provider",
                            Map.of("Name", () -> literal("Microsoft-Windows-Sysmon")),
                            () -> {});
                        element("EventID", Map.of(), () -> place(0, false, 0x06));
                        element(
                            "TimeCreated",
                            Map.of("SystemTime", () -> place(1, true, 0x11)),
                            () -> {});
                        element("EventRecordID", Map.of(), () -> place(2, false, 0x0a));
                        element(
                            "Correlation",
                            Map.of("ActivityID", () -> place(4, true, 0x0f)),
                            () -> {});
                        element(
                            "Channel",
                            Map.of(),
                            () -> literal("Microsoft-Windows-Sysmon/Operational"));
                      });
                  element(
                      "EventData",
                      Map.of(),
                      () ->
                          element(
                              "Data",
                              Map.of("Name", () -> literal("Image")),
                              () -> place(3, true, 0x01)));
                }),
        u16(1),
        i64(0x11, FIRST_TIME + id * 10_000_000),
        i64(0x0a, id),
        image,
        value(0x00));
  }

  public void fragmentHeader() {
    buffer.put((byte) 0x0f).put((byte) 1).put((byte) 1).put((byte) 0);
  }

  /// An instance of a template, which is defined here if it was not before.
  public void template(int id, Runnable definition, Value... values) {
    buffer.put((byte) 0x0c).put((byte) 1).putInt(id);
    Integer known = templates.get(id);
    if (known == null) {
      int offset = buffer.position() + 4;
      buffer.putInt(offset);
      templates.put(id, offset);
      buffer.putInt(0).putInt(id).putLong(0).putInt(0).putInt(0);
      int body = buffer.position();
      boolean saved = dependencyIds;
      dependencyIds = true;
      fragmentHeader();
      definition.run();
      buffer.put((byte) 0);
      dependencyIds = saved;
      buffer.putInt(body - 4, buffer.position() - body);
    } else {
      buffer.putInt(known);
    }
    values(values);
  }

  private void values(Value... values) {
    buffer.putInt(values.length);
    for (Value value : values) {
      buffer.putShort((short) value.bytes.length).put((byte) value.type).put((byte) 0);
    }
    for (Value value : values) {
      buffer.put(value.bytes);
    }
  }

  public void element(String name, Map<String, Runnable> attributes, Runnable content) {
    buffer.put((byte) (attributes.isEmpty() ? 0x01 : 0x41));
    if (dependencyIds) {
      buffer.putShort((short) -1);
    }
    int size = buffer.position();
    buffer.putInt(0);
    name(name);
    if (!attributes.isEmpty()) {
      int list = buffer.position();
      buffer.putInt(0);
      attributes.forEach(
          (attribute, value) -> {
            buffer.put((byte) 0x06);
            name(attribute);
            value.run();
          });
      buffer.putInt(list, buffer.position() - list - 4);
    }
    int before = buffer.position();
    buffer.put((byte) 0x02);
    content.run();
    if (buffer.position() == before + 1) {
      buffer.put(before, (byte) 0x03);
    } else {
      buffer.put((byte) 0x04);
    }
    buffer.putInt(size, buffer.position() - size - 4);
  }

  public void literal(String text) {
    buffer.put((byte) 0x05).put((byte) 0x01);
    counted(text);
  }

  public void counted(String text) {
    buffer.putShort((short) text.length()).put(text.getBytes(StandardCharsets.UTF_16LE));
  }

  public void place(int index, boolean optional, int type) {
    buffer.put((byte) (optional ? 0x0e : 0x0d)).putShort((short) index).put((byte) type);
  }

  public void raw(int... bytes) {
    for (int b : bytes) {
      buffer.put((byte) b);
    }
  }

  public void i32(int number) {
    buffer.putInt(number);
  }

  public void name(String name) {
    Integer known = names.get(name);
    if (known != null) {
      buffer.putInt(known);
      return;
    }
    int offset = buffer.position() + 4;
    names.put(name, offset);
    buffer.putInt(offset).putInt(0).putShort((short) 0);
    counted(name);
    buffer.putShort((short) 0);
  }

  /// The 64 KiB with header and checksums.
  public byte[] bytes() {
    byte[] all = buffer.array().clone();
    ByteBuffer header = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    header.put(0, "ElfChnk\0".getBytes(StandardCharsets.US_ASCII));
    header.putLong(8, firstId).putLong(16, lastId).putLong(24, firstId).putLong(32, lastId);
    header.putInt(40, 128).putInt(44, lastRecord).putInt(48, buffer.position());
    CRC32 crc = new CRC32();
    crc.update(all, Chunk.HEADER, buffer.position() - Chunk.HEADER);
    header.putInt(52, (int) crc.getValue());
    crc.reset();
    crc.update(all, 0, 120);
    crc.update(all, 128, Chunk.HEADER - 128);
    header.putInt(124, (int) crc.getValue());
    return all;
  }

  /// A file of chunks.
  public static byte[] file(byte[]... chunks) {
    ByteBuffer file =
        ByteBuffer.allocate(EvtxHeader.BLOCK + chunks.length * Chunk.SIZE)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, "ElfFile\0".getBytes(StandardCharsets.US_ASCII));
    file.putInt(32, 128).putShort(36, (short) 1).putShort(38, (short) 3);
    file.putShort(40, (short) EvtxHeader.BLOCK).putShort(42, (short) chunks.length);
    CRC32 crc = new CRC32();
    crc.update(file.array(), 0, 120);
    file.putInt(124, (int) crc.getValue());
    for (int i = 0; i < chunks.length; i++) {
      file.put(EvtxHeader.BLOCK + i * Chunk.SIZE, chunks[i]);
    }
    return file.array();
  }

  /// A file with one record, written by `body`.
  public static byte[] fileOf(Consumer<TestChunk> body) {
    TestChunk chunk = new TestChunk();
    chunk.record(1, FIRST_TIME, () -> body.accept(chunk));
    return file(chunk.bytes());
  }
}
