package dev.spoor.agent.monitoring;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.Message;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.WireCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last monitoring table on disk, so that queries start before the network is there:
///
/// ```
/// u32 magic "SMT1", u32 CRC-32C of the rest, the message as on the wire
/// ```
///
/// Not thread-safe.
final class StoredTable {
  private static final Logger LOG = LoggerFactory.getLogger(StoredTable.class);
  private static final int MAGIC = 0x534d5431;
  private static final int HEAD = 8;

  private final StorageFiles files;
  private final Path path;

  StoredTable(StorageFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /// The stored table; empty when there is none, or none that can be trusted.
  Optional<MonitoringUpdate> read() {
    try {
      if (!files.exists(path)) {
        return Optional.empty();
      }
      byte[] bytes = bytes();
      ByteBuffer head = ByteBuffer.wrap(bytes);
      if (bytes.length > HEAD && head.getInt() == MAGIC && head.getInt() == checksum(bytes)) {
        byte[] body = Arrays.copyOfRange(bytes, HEAD, bytes.length);
        Message message = WireCodec.decode(body);
        if (message instanceof MonitoringUpdate table) {
          return Optional.of(table);
        }
      }
      LOG.warn("the stored monitoring table {} is damaged; waiting for the server's", path);
    } catch (IOException e) {
      LOG.warn("the stored monitoring table {} cannot be read: {}", path, e.getMessage());
    }
    return Optional.empty();
  }

  private byte[] bytes() throws IOException {
    try (StorageFile file = files.open(path, false)) {
      long size = file.size();
      if (size > WireCodec.MAX_MESSAGE_BYTES + HEAD) {
        throw new IOException("too large: " + size + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining() && file.read(bytes.position(), bytes) >= 0) {
        continue;
      }
      return bytes.array();
    }
  }

  void write(MonitoringUpdate table) throws IOException {
    byte[] body = WireCodec.encode(table);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + body.length);
    bytes.putInt(MAGIC).putInt(0).put(body);
    bytes.putInt(4, checksum(bytes.array()));
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try (StorageFile file = files.open(fresh, true)) {
      file.truncate(0);
      file.write(0, bytes.flip());
      file.force();
    }
    files.rename(fresh, path);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, HEAD, bytes.length - HEAD);
    return (int) crc.getValue();
  }
}
