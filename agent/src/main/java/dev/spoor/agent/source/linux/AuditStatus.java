package dev.spoor.agent.source.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The kernel's audit status; on the wire eleven 32-bit words, the first a mask of what is set.
record AuditStatus(
    int enabled,
    int failure,
    int pid,
    int rateLimit,
    int backlogLimit,
    int lost,
    int backlog,
    int backlogWaitTime) {

  static final int ENABLED = 1;
  static final int FAILURE = 2;
  static final int PID = 4;
  static final int RATE = 8;
  static final int BACKLOG_LIMIT = 0x10;
  static final int WAIT_TIME = 0x20;

  private static final int WORDS = 11;

  static AuditStatus decode(ByteBuffer words) {
    ByteBuffer in = ByteBuffer.allocate(WORDS * Integer.BYTES).order(ByteOrder.nativeOrder());
    while (in.hasRemaining() && words.hasRemaining()) {
      in.put(words.get()); // older kernels send fewer words
    }
    return new AuditStatus(
        in.getInt(4),
        in.getInt(8),
        in.getInt(12),
        in.getInt(16),
        in.getInt(20),
        in.getInt(24),
        in.getInt(28),
        in.getInt(36));
  }

  byte[] encode(int mask) {
    ByteBuffer out = ByteBuffer.allocate(WORDS * Integer.BYTES).order(ByteOrder.nativeOrder());
    out.putInt(mask).putInt(enabled).putInt(failure).putInt(pid).putInt(rateLimit);
    out.putInt(backlogLimit).putInt(0).putInt(0).putInt(0).putInt(backlogWaitTime).putInt(0);
    return out.array();
  }

  /// One line for the lease file.
  String toLine() {
    return enabled + " " + failure + " " + rateLimit + " " + backlogLimit + " " + backlogWaitTime;
  }

  static AuditStatus fromLine(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length != 5) {
      throw new IllegalArgumentException("not an audit status: " + line);
    }
    return new AuditStatus(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        0,
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        0,
        0,
        Integer.parseInt(words[4]));
  }
}
