package dev.spoor.agent.spool;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the spool remembers beside its rows, in the file `positions`, always replaced whole. It may
/// be older than the rows: the server says at each connection what it has, so an old or missing
/// file costs resends, never rows.
///
/// ```
/// "SPP1" | u32 version 2 | UTF epoch
/// u32 n | n x ( u64 boot | u32 stream | u64 acknowledged )
/// u32 n | n x ( u64 boot | u32 stream | u32 m | m x ( u64 first lost | u64 last lost ) )
/// u32 n | n x ( u64 boot on disk | u64 boot on the wire )
/// u32 n | n x UTF name of a segment of which rows were sent
/// u32 n | n x ( u32 stream | UTF mark )                       (not in version 1)
/// u32 crc32c of all before
/// ```
record SpoolPositions(
    String epoch,
    Map<BootStream, Long> acked,
    Map<BootStream, List<SeqRange>> lost,
    Map<Long, Long> aliases,
    Set<String> sending,
    Map<Integer, String> marks) {
  static final SpoolPositions NONE =
      new SpoolPositions("", Map.of(), Map.of(), Map.of(), Set.of(), Map.of());
  private static final String NAME = "positions";
  private static final int MAGIC = 0x53505031;
  private static final int VERSION = 2;

  void save(StorageFiles files, Path folder) throws IOException {
    Path next = folder.resolve(NAME + ".next");
    byte[] bytes = bytes();
    try (StorageFile file = files.open(next, true)) {
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(bytes));
      file.force();
    }
    files.rename(next, folder.resolve(NAME));
  }

  /// The saved positions; none if there are none or they are damaged.
  static SpoolPositions load(StorageFiles files, Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    if (!files.exists(path)) {
      return NONE;
    }
    byte[] bytes = new byte[Math.toIntExact(Math.min(files.size(path), 64 << 20))];
    try (StorageFile file = files.open(path, false)) {
      ByteBuffer into = ByteBuffer.wrap(bytes);
      while (into.hasRemaining() && file.read(into.position(), into) >= 0) {
        continue;
      }
    }
    int end = bytes.length - Integer.BYTES;
    if (end < 8 || SegmentFormat.crc(bytes, 0, end) != ByteBuffer.wrap(bytes).getInt(end)) {
      return NONE;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
    int magic = in.readInt();
    int version = in.readInt();
    if (magic != MAGIC || version < 1 || version > VERSION) {
      return NONE;
    }
    return read(in, version);
  }

  private static SpoolPositions read(DataInputStream in, int version) throws IOException {
    String epoch = in.readUTF();
    Map<BootStream, Long> acked = new LinkedHashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      acked.put(new BootStream(in.readLong(), in.readInt()), in.readLong());
    }
    Map<BootStream, List<SeqRange>> lost = new LinkedHashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      BootStream key = new BootStream(in.readLong(), in.readInt());
      List<SeqRange> ranges = new ArrayList<>();
      for (int m = in.readInt(); m > 0; m--) {
        ranges.add(new SeqRange(in.readLong(), in.readLong()));
      }
      lost.put(key, ranges);
    }
    Map<Long, Long> aliases = new LinkedHashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      aliases.put(in.readLong(), in.readLong());
    }
    Set<String> sending = new LinkedHashSet<>();
    for (int n = in.readInt(); n > 0; n--) {
      sending.add(in.readUTF());
    }
    Map<Integer, String> marks = new LinkedHashMap<>();
    for (int n = version < 2 ? 0 : in.readInt(); n > 0; n--) {
      marks.put(in.readInt(), in.readUTF());
    }
    return new SpoolPositions(epoch, acked, lost, aliases, sending, marks);
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(epoch);
    out.writeInt(acked.size());
    for (Map.Entry<BootStream, Long> entry : acked.entrySet()) {
      writeKey(out, entry.getKey());
      out.writeLong(entry.getValue());
    }
    out.writeInt(lost.size());
    for (Map.Entry<BootStream, List<SeqRange>> entry : lost.entrySet()) {
      writeKey(out, entry.getKey());
      out.writeInt(entry.getValue().size());
      for (SeqRange range : entry.getValue()) {
        out.writeLong(range.first());
        out.writeLong(range.last());
      }
    }
    out.writeInt(aliases.size());
    for (Map.Entry<Long, Long> entry : aliases.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeLong(entry.getValue());
    }
    out.writeInt(sending.size());
    for (String name : sending) {
      out.writeUTF(name);
    }
    out.writeInt(marks.size());
    for (Map.Entry<Integer, String> entry : marks.entrySet()) {
      out.writeInt(entry.getKey());
      out.writeUTF(entry.getValue());
    }
    out.writeInt(SegmentFormat.crc(bytes.toByteArray(), 0, bytes.size()));
    return bytes.toByteArray();
  }

  private static void writeKey(DataOutputStream out, BootStream key) throws IOException {
    out.writeLong(key.boot());
    out.writeInt(key.stream());
  }
}
