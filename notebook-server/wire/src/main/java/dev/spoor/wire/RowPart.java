package dev.spoor.wire;

import java.util.Arrays;

/// A piece of one row that is too large for a batch. Pieces of a row follow each other without
/// anything of the same stream between; the row is acknowledged as a whole.
///
/// @param total length of the whole row
/// @param offset where this piece begins
public record RowPart(
    long boot, int stream, long seq, long emitNanos, int total, int offset, byte[] bytes)
    implements Message {
  public static final int MAX_BYTES = 256 << 10;

  public RowPart {
    if (stream < 0 || seq < 1) {
      throw new IllegalArgumentException("no such row: stream " + stream + " seq " + seq);
    }
    if (total > WireRow.MAX_BYTES
        || offset < 0
        || bytes.length < 1
        || bytes.length > MAX_BYTES
        || offset > total - bytes.length) {
      throw new IllegalArgumentException(
          "part of " + bytes.length + " bytes at " + offset + " does not fit a row of " + total);
    }
  }

  public boolean isLast() {
    return offset + bytes.length == total;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowPart part
        && part.boot == boot
        && part.stream == stream
        && part.seq == seq
        && part.emitNanos == emitNanos
        && part.total == total
        && part.offset == offset
        && Arrays.equals(part.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(boot) ^ Long.hashCode(seq * 31 + stream) ^ offset;
  }
}
