package dev.spoor.agent.source.linux;

/// Counts the audit serials that never came. Serials arrive slightly out of order, so a hole is a
/// loss only when it is still open at the second [#tick] after it appeared, or when more than a
/// window of serials came after it. Not thread-safe.
final class SerialGaps {
  private static final int WINDOW = 1 << 16;

  private final long[] ring = new long[WINDOW >> 6];
  private long base = -1; // every serial below is accounted for
  private long first = -1;
  private long highest = -1;
  private long horizon = -1;

  /// Notes a serial; returns how many are given up because of it.
  long seen(long serial) {
    if (base < 0) {
      first = serial;
      base = serial;
      highest = serial - 1;
      horizon = serial;
    }
    if (serial < base) {
      return 0;
    }
    long lost = serial - base >= WINDOW ? giveUpBelow(serial - WINDOW / 2) : 0;
    ring[word(serial)] |= 1L << serial;
    highest = Math.max(highest, serial);
    advance();
    return lost;
  }

  /// To be called about once a second; returns how many serials are given up now.
  long tick() {
    if (base < 0) {
      return 0;
    }
    long lost = horizon > base ? giveUpBelow(horizon) : 0;
    horizon = highest + 1;
    return lost;
  }

  /// Whether some serial is still missing.
  boolean hasHoles() {
    return highest >= base;
  }

  /// The serial up to which all were seen or given up, -1 before the first.
  long accountedFor() {
    return base < 0 ? -1 : base - 1;
  }

  /// The first serial seen, -1 before it.
  long first() {
    return first;
  }

  /// The highest serial seen, -1 before the first.
  long highest() {
    return highest;
  }

  private long giveUpBelow(long limit) {
    long lost = 0;
    while (base < limit && base <= highest) {
      lost += take() ? 0 : 1;
    }
    if (base < limit) {
      lost += limit - base;
      base = limit;
      highest = Math.max(highest, limit - 1);
    }
    advance();
    return lost;
  }

  private void advance() {
    while (base <= highest && (ring[word(base)] & 1L << base) != 0) {
      take();
    }
  }

  private boolean take() {
    int word = word(base);
    long bit = 1L << base;
    boolean was = (ring[word] & bit) != 0;
    ring[word] &= ~bit;
    base++;
    return was;
  }

  private static int word(long serial) {
    return (int) (serial & WINDOW - 1) >> 6;
  }
}
