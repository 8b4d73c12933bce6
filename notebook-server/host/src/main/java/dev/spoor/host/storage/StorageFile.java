package dev.spoor.host.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One open durable file. Positions are absolute; no hidden cursor. Not thread-safe for writes.
public interface StorageFile extends Closeable {
  /// Writes all of the buffers one after another from `position`, or throws.
  void write(long position, ByteBuffer... buffers) throws IOException;

  /// Reads up to `into.remaining()` bytes; -1 at the end of the file.
  int read(long position, ByteBuffer into) throws IOException;

  long size() throws IOException;

  void truncate(long size) throws IOException;

  /// Makes the content durable (`fdatasync`); only then may it be acknowledged.
  void force() throws IOException;
}
