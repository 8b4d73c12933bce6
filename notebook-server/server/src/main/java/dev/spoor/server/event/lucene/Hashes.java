package dev.spoor.server.event.lucene;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The 64-bit hash behind the terms of the field `v` and the dictionaries of open runs. Its values
/// are on disk: it must never change.
final class Hashes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long K0 = 0x9E3779B97F4A7C15L;
  private static final long K1 = 0xBF58476D1CE4E5B9L;

  private Hashes() {}

  static long of(byte[] bytes, int offset, int length, long seed) {
    long h = seed ^ (length * K0);
    int at = offset;
    int end = offset + length;
    for (; at + 8 <= end; at += 8) {
      h = mix(h ^ (long) LONG.get(bytes, at));
    }
    if (at < end) {
      long tail = 0;
      for (int shift = 0; at < end; at++, shift += 8) {
        tail |= (bytes[at] & 0xFFL) << shift;
      }
      h = mix(h ^ tail);
    }
    return h ^ (h >>> 29);
  }

  static long ofLong(long value, long seed) {
    long h = mix(seed ^ K1 ^ value);
    return h ^ (h >>> 29);
  }

  private static long mix(long value) {
    long low = value * K1;
    long high = Math.unsignedMultiplyHigh(value, K1);
    return (low ^ high) + K0;
  }
}
