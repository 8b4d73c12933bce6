package dev.spoor.agent.source.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Which agents of this machine use the audit rules, and what the audit status was before the first
/// of them. Each holds a shared lock on one file; whoever can lock it alone is the only one, hence
/// removes the rules and restores the status. A killed agent loses its lock but leaves the file, so
/// the next one still knows the old status. Not thread-safe.
final class AuditLease implements AutoCloseable {
  private final FileChannel file;
  private @Nullable FileLock shared;
  private final AuditStatus original;

  private AuditLease(FileChannel file, @Nullable FileLock shared, AuditStatus original) {
    this.file = file;
    this.shared = shared;
    this.original = original;
  }

  /// Joins the users of the rules; `current` is the status now.
  static AuditLease take(Path path, AuditStatus current) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      while (true) {
        try (FileLock alone = tryLock(file)) {
          if (alone != null && read(file) == null) {
            write(file, current.toLine());
          }
        }
        FileLock shared = lockShared(file);
        AuditStatus original = read(file);
        if (original != null) { // else the last user left between the two locks
          return new AuditLease(file, shared, original);
        }
        if (shared == null) {
          return new AuditLease(file, null, current);
        }
        shared.release();
      }
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another sensor of this very process
    }
  }

  private static @Nullable FileLock lockShared(FileChannel file) throws IOException {
    try {
      return file.lock(0, Long.MAX_VALUE, true);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static @Nullable AuditStatus read(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(256);
    file.read(bytes, 0);
    String line = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    try {
      return line.isBlank() ? null : AuditStatus.fromLine(line);
    } catch (IllegalArgumentException e) {
      return null; // a torn write: the status now is the best known
    }
  }

  private static void write(FileChannel file, String line) throws IOException {
    file.truncate(0);
    file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /// The status before the first agent.
  AuditStatus original() {
    return original;
  }

  /// Ends this use; runs `last` while nobody else can begin, if nobody else uses the rules.
  void release(Runnable last) throws IOException {
    if (shared != null) {
      shared.release();
      shared = null;
    }
    try (FileLock alone = tryLock(file)) {
      if (alone != null) {
        last.run();
        file.truncate(0);
      }
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
