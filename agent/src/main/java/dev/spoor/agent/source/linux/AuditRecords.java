package dev.spoor.agent.source.linux;

import java.nio.ByteBuffer;

/// Audit records on their way from the draining to the parsing thread, many in one array: u16 type,
/// i32 length, text, again and again.
final class AuditRecords {
  static final int SYSCALL = 1300;
  static final int CWD = 1307;
  static final int EXECVE = 1309;
  static final int END = 1320;
  static final int FIRST_USER_OR_KERNEL_RECORD = 1100;
  static final int REPLACE = 1329;

  private static final int HEAD = 6;

  /// What is done with each record.
  interface Visitor {
    void record(int type, byte[] bytes, int from, int end);
  }

  private AuditRecords() {}

  static int size(int textLength) {
    return HEAD + textLength;
  }

  static void put(ByteBuffer out, int type, ByteBuffer text) {
    out.putShort((short) type).putInt(text.remaining()).put(text);
  }

  static void forEach(byte[] chunk, Visitor visitor) {
    ByteBuffer in = ByteBuffer.wrap(chunk);
    int at = 0;
    while (at + HEAD <= chunk.length) {
      int type = in.getShort(at) & 0xFFFF;
      int length = in.getInt(at + 2);
      visitor.record(type, chunk, at + HEAD, at + HEAD + length);
      at += HEAD + length;
    }
  }
}
