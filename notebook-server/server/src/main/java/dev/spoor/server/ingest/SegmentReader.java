package dev.spoor.server.ingest;

import dev.spoor.host.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Reads the records of one segment in order through a window of bytes. Not thread-safe.
final class SegmentReader implements Closeable {
  private static final int WINDOW = 1 << 20;

  private final StorageFile file;
  private byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;
  private long position;

  SegmentReader(StorageFile file) {
    this.file = file;
  }

  /// Whether the file begins with the header of that segment; moves to the first record.
  boolean readHeader(long firstLsn) throws IOException {
    position = 0;
    if (!fill(JournalFormat.HEADER_BYTES)) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(window, offset(), JournalFormat.HEADER_BYTES);
    position = JournalFormat.HEADER_BYTES;
    return JournalFormat.isHeader(header, firstLsn);
  }

  /// The next record's payload, valid until the next call; null where the records end, which leaves
  /// [#position] there.
  @Nullable ByteBuffer next() throws IOException {
    if (!fill(JournalFormat.RECORD_HEADER_BYTES)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getInt(offset());
    int sum = bytes.getInt(offset() + 4);
    if (length <= 0 || length > JournalFormat.MAX_PAYLOAD) {
      return null;
    }
    int size = JournalFormat.RECORD_HEADER_BYTES + length;
    if (!fill(size)) {
      return null;
    }
    int from = offset() + JournalFormat.RECORD_HEADER_BYTES;
    if (JournalFormat.checksum(window, from, length) != sum) {
      return null;
    }
    position += size;
    return ByteBuffer.wrap(window, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Where the next record begins.
  long position() {
    return position;
  }

  /// Forgets what was read ahead: the file has grown.
  void forgetWindow() {
    windowStart = position;
    windowLength = 0;
  }

  private int offset() {
    return (int) (position - windowStart);
  }

  /// Makes `count` bytes from the position available; false when the file is shorter.
  private boolean fill(int count) throws IOException {
    if (position >= windowStart && position + count <= windowStart + windowLength) {
      return true;
    }
    int kept = 0;
    if (position >= windowStart && position < windowStart + windowLength) {
      kept = windowLength - offset();
      System.arraycopy(window, offset(), window, 0, kept);
    }
    if (count > window.length) {
      byte[] larger = new byte[Math.max(count, window.length * 2)];
      System.arraycopy(window, 0, larger, 0, kept);
      window = larger;
    }
    windowStart = position;
    windowLength = kept;
    while (windowLength < count) {
      ByteBuffer into = ByteBuffer.wrap(window, windowLength, window.length - windowLength);
      int read = file.read(windowStart + windowLength, into);
      if (read < 0) {
        return false;
      }
      windowLength += read;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
