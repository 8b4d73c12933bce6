package dev.spoor.server.ingest;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The members of one object in the canonical text of a row, with a table of their keys. Keys come
/// from hostile clients, so what they hash to is not known outside of this process.
final class RowMembers {
  private static final int LINEAR = 12;
  private static final int MULTIPLIER = new SecureRandom().nextInt() | 1;

  private int[] start = new int[16];
  private int[] keyEnd = new int[16];
  private int[] end = new int[16];
  private int[] hash = new int[16];
  private boolean[] replaced = new boolean[16];
  private int count;
  private int @Nullable [] table;
  boolean hasRepeats;

  void clear() {
    count = 0;
    table = null;
    hasRepeats = false;
  }

  void add(byte[] out, int from, int keyTo, int to) {
    if (count == start.length) {
      grow();
    }
    int h = 1;
    for (int i = from; i < keyTo; i++) {
      h = MULTIPLIER * h + out[i];
    }
    h ^= h >>> 16;
    start[count] = from;
    keyEnd[count] = keyTo;
    end[count] = to;
    hash[count] = h;
    replaced[count] = false;
    int earlier = findAndIndex(out, count);
    if (earlier >= 0) {
      replaced[earlier] = true;
      hasRepeats = true;
    }
    count++;
  }

  private int findAndIndex(byte[] out, int entry) {
    if (entry < LINEAR) {
      for (int i = 0; i < entry; i++) {
        if (!replaced[i] && hash[i] == hash[entry] && sameKey(out, i, entry)) {
          return i;
        }
      }
      return -1;
    }
    int[] slots = table;
    if (slots == null || slots.length < 2 * (entry + 1)) {
      slots = new int[Integer.highestOneBit(entry + 1) * 4];
      for (int i = 0; i < entry; i++) {
        if (!replaced[i]) {
          slots[freeSlot(slots, hash[i])] = i + 1;
        }
      }
      table = slots;
    }
    int mask = slots.length - 1;
    int slot = hash[entry] & mask;
    while (slots[slot] != 0) {
      int other = slots[slot] - 1;
      if (hash[other] == hash[entry] && sameKey(out, other, entry)) {
        slots[slot] = entry + 1;
        return other;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry + 1;
    return -1;
  }

  private static int freeSlot(int[] slots, int hash) {
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean sameKey(byte[] out, int a, int b) {
    return Arrays.equals(out, start[a], keyEnd[a], out, start[b], keyEnd[b]);
  }

  /// Moves the members that stay together; returns where the object now ends.
  int compact(byte[] out) {
    int to = start[0];
    boolean first = true;
    for (int i = 0; i < count; i++) {
      if (replaced[i]) {
        continue;
      }
      if (!first) {
        out[to++] = ',';
      }
      first = false;
      System.arraycopy(out, start[i], out, to, end[i] - start[i]);
      to += end[i] - start[i];
    }
    return to;
  }

  private void grow() {
    int size = count * 2;
    start = Arrays.copyOf(start, size);
    keyEnd = Arrays.copyOf(keyEnd, size);
    end = Arrays.copyOf(end, size);
    hash = Arrays.copyOf(hash, size);
    replaced = Arrays.copyOf(replaced, size);
  }
}
