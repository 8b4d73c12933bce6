package dev.spoor.server.event.lucene;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of a shape as a key of a map.
@SuppressWarnings("ArrayRecordComponent")
record ShapeKey(long hash, byte[] shape) {
  static ShapeKey of(byte[] bytes, int offset, int length) {
    return new ShapeKey(
        Hashes.of(bytes, offset, length, 0), Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShapeKey key && hash == key.hash && Arrays.equals(shape, key.shape);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }
}
