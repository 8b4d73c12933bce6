package dev.spoor.agent.spool;

import dev.spoor.agent.spool.SegmentFormat.Payload;
import dev.spoor.host.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the records of one segment one after another and steps over a damaged one when the next is
/// whole. Not thread-safe.
final class SegmentReader {
  private static final int AHEAD = 256 << 10;

  private final StorageFile file;
  private long position;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long bufferAt;

  SegmentReader(StorageFile file, long position) {
    this.file = file;
    this.position = position;
  }

  /// The next good record before `end`, or null: at the end, or where nothing more can be read.
  @Nullable Payload next(long end) throws IOException {
    Payload payload = read(position, end);
    if (payload != null) {
      return payload;
    }
    long after = afterDamaged(position, end);
    if (after < 0) {
      return null;
    }
    return read(after, end);
  }

  /// Where the next record begins.
  long position() {
    return position;
  }

  /// End of the damaged record at `at`, if a good one follows it; otherwise -1.
  private long afterDamaged(long at, long end) throws IOException {
    if (!available(at, SegmentFormat.FRAME, end)) {
      return -1;
    }
    int length = buffer.getInt((int) (at - bufferAt));
    if (length < 1 || length > SegmentFormat.MAX_PAYLOAD) {
      return -1;
    }
    long after = at + SegmentFormat.FRAME + length;
    long kept = position;
    boolean good = read(after, end) != null;
    position = kept;
    return good ? after : -1;
  }

  private @Nullable Payload read(long at, long end) throws IOException {
    if (!available(at, SegmentFormat.FRAME, end)) {
      return null;
    }
    int offset = (int) (at - bufferAt);
    int length = buffer.getInt(offset);
    int crc = buffer.getInt(offset + 4);
    if (length < 1
        || length > SegmentFormat.MAX_PAYLOAD
        || !available(at, SegmentFormat.FRAME + length, end)) {
      return null;
    }
    byte[] bytes = new byte[length];
    buffer.get((int) (at - bufferAt) + SegmentFormat.FRAME, bytes);
    Payload payload = SegmentFormat.payload(crc, bytes);
    if (payload != null) {
      position = at + SegmentFormat.FRAME + length;
    }
    return payload;
  }

  /// Whether `length` bytes from `at` lie before `end`; then they are in the buffer.
  private boolean available(long at, int length, long end) throws IOException {
    if (at + length > end) {
      return false;
    }
    if (at >= bufferAt && at + length <= bufferAt + buffer.limit()) {
      return true;
    }
    buffer = ByteBuffer.allocate((int) Math.min(end - at, Math.max(length, AHEAD)));
    bufferAt = at;
    while (buffer.hasRemaining()) {
      int n = file.read(at + buffer.position(), buffer);
      if (n < 0) {
        break;
      }
    }
    buffer.flip();
    return buffer.limit() >= length;
  }
}
