package dev.spoor.server.ingest;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.identity.ClientId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The sequence table as it stood before one LSN, in a file beside the segments (big endian):
///
/// ```text
/// sequences-<LSN, 16 hex digits>.seq
/// "SPQ1" | u32 version | u64 LSN | u32 entries
///   | entries x (u8 length, client | u64 boot | u32 stream | u64 seq) | u32 crc32c(before)
/// ```
record SequenceSnapshot(long lsn, List<SequenceTable.Entry> entries) {
  private static final int MAGIC = 0x53505131;
  private static final int VERSION = 1;
  private static final String PREFIX = "sequences-";
  private static final String SUFFIX = ".seq";
  private static final int KEPT = 2;

  void write(StorageFiles files, Path folder) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(encode());
    Path target = folder.resolve(PREFIX + String.format("%016x", lsn) + SUFFIX);
    Path draft = folder.resolve(PREFIX + "draft");
    try (StorageFile file = files.open(draft, true)) {
      file.truncate(0);
      file.write(0, bytes);
      file.force();
    }
    files.rename(draft, target);
    List<Path> all = snapshots(files, folder);
    for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
      files.delete(old);
    }
  }

  /// The newest whole snapshot that is not ahead of the journal's end.
  static @Nullable SequenceSnapshot newest(StorageFiles files, Path folder, long endLsn)
      throws IOException {
    List<Path> all = snapshots(files, folder);
    for (int i = all.size() - 1; i >= 0; i--) {
      SequenceSnapshot snapshot = read(files, all.get(i));
      if (snapshot != null && snapshot.lsn() <= endLsn) {
        return snapshot;
      }
    }
    return null;
  }

  private static List<Path> snapshots(StorageFiles files, Path folder) throws IOException {
    return files.list(folder).stream()
        .filter(
            path ->
                String.valueOf(path.getFileName()).startsWith(PREFIX)
                    && String.valueOf(path.getFileName()).endsWith(SUFFIX))
        .toList();
  }

  private byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(lsn);
    out.writeInt(entries.size());
    for (SequenceTable.Entry entry : entries) {
      byte[] client = entry.key().client().value().getBytes(StandardCharsets.UTF_8);
      out.writeByte(client.length);
      out.write(client);
      out.writeLong(entry.key().boot());
      out.writeInt(entry.key().stream());
      out.writeLong(entry.seq());
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes.toByteArray());
    out.writeInt((int) sum.getValue());
    return bytes.toByteArray();
  }

  private static @Nullable SequenceSnapshot read(StorageFiles files, Path path) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(files.size(path))];
    try (StorageFile file = files.open(path, false)) {
      ByteBuffer into = ByteBuffer.wrap(bytes);
      while (into.hasRemaining() && file.read(into.position(), into) >= 0) {
        // reads until the end
      }
      if (into.hasRemaining()) {
        return null;
      }
    }
    if (bytes.length < 24) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt(bytes.length - 4) != JournalFormat.checksum(bytes, 0, bytes.length - 4)
        || in.getInt() != MAGIC
        || in.getInt() > VERSION) {
      return null;
    }
    long lsn = in.getLong();
    int count = in.getInt();
    List<SequenceTable.Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] client = new byte[in.get() & 0xFF];
      in.get(client);
      SequenceTable.Key key =
          new SequenceTable.Key(
              new ClientId(new String(client, StandardCharsets.UTF_8)), in.getLong(), in.getInt());
      entries.add(new SequenceTable.Entry(key, in.getLong()));
    }
    return new SequenceSnapshot(lsn, entries);
  }
}
