package dev.spoor.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The folder that holds all that a server keeps; one server at a time.
///
/// ```
/// db/spoor.db  secret.key  ca/  journal/  events/  blobs/runs/  epoch  lock
/// ```
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// Creates and locks it; a second server on the same folder is refused.
  static DataFolder lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new UsageException(
            "the data folder " + folder + " is in use by another server: stop it first");
      }
      return new DataFolder(folder, channel);
    } catch (IOException e) {
      throw new UsageException("cannot use the data folder " + folder + ": " + e.getMessage());
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /// Names this copy of the data; a restore from a backup gives it a new one.
  String epoch() {
    Path file = folder.resolve("epoch");
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        Files.writeString(file, HexFormat.of().formatHex(random));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
