package dev.spoor.server.event.lucene;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The distinct values of one path in an open run. One worker adds; readers may look at any code
/// that they saw published. Arrays are replaced when they grow and published by volatile fields.
final class RunColumn {
  final String key;
  final long pathSeed;
  private volatile byte[] bytes = new byte[256];
  // value i is bytes[ends[i-1] .. ends[i])
  private volatile int[] ends = new int[16];
  private volatile byte[] types = new byte[16];
  // from here on for the worker only
  private int size;
  private final boolean dedupes;
  // code + 1 by hash, and the hashes
  private int[] table = new int[32];
  private long[] hashes = new long[16];

  RunColumn(String key, boolean dedupes) {
    this.key = key;
    this.dedupes = dedupes;
    this.pathSeed = Scalar.pathSeed(key);
  }

  /// Adds a value and returns its code.
  int add(byte type, byte[] from, int offset, int length) {
    if (!dedupes) {
      return append(type, from, offset, length);
    }
    long hash = Hashes.of(from, offset, length, type);
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    for (int known = table[slot]; known != 0; known = table[slot]) {
      if (hashes[known - 1] == hash && matches(known - 1, type, from, offset, length)) {
        return known - 1;
      }
      slot = (slot + 1) & mask;
    }
    int code = append(type, from, offset, length);
    if (code == hashes.length) {
      hashes = Arrays.copyOf(hashes, code * 2);
    }
    hashes[code] = hash;
    table[slot] = code + 1;
    if (size * 2 > table.length) {
      rehash();
    }
    return code;
  }

  private boolean matches(int code, byte type, byte[] from, int offset, int length) {
    int start = start(code);
    return types[code] == type
        && Arrays.equals(bytes, start, ends[code], from, offset, offset + length);
  }

  private int append(byte type, byte[] from, int offset, int length) {
    int code = size;
    int start = code == 0 ? 0 : ends[code - 1];
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(start, length)));
    }
    System.arraycopy(from, offset, bytes, start, length);
    if (code == types.length) {
      ends = Arrays.copyOf(ends, code * 2);
      types = Arrays.copyOf(types, code * 2);
    }
    ends[code] = start + length;
    types[code] = type;
    size = code + 1;
    return code;
  }

  private void rehash() {
    int[] larger = new int[table.length * 2];
    int mask = larger.length - 1;
    for (int code = 0; code < size; code++) {
      int slot = (int) hashes[code] & mask;
      while (larger[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = code + 1;
    }
    table = larger;
  }

  int size() {
    return size;
  }

  byte type(int code) {
    return types[code];
  }

  int start(int code) {
    return code == 0 ? 0 : ends[code - 1];
  }

  int end(int code) {
    return ends[code];
  }

  byte[] bytes() {
    return bytes;
  }

  byte[] copy(int code) {
    // ends before bytes: what ends tells is in the array that is read after it
    int start = start(code);
    int end = end(code);
    return Arrays.copyOfRange(bytes, start, end);
  }

  @Nullable Object value(int code) {
    byte type = types[code];
    int start = start(code);
    int end = end(code);
    return Scalar.value(type, bytes, start, end - start);
  }

  long hashOf(int code) {
    int start = start(code);
    return Scalar.hash(pathSeed, types[code], bytes, start, end(code) - start);
  }

  long memory() {
    return (long) bytes.length + 5L * ends.length + 4L * table.length + 8L * hashes.length;
  }
}
