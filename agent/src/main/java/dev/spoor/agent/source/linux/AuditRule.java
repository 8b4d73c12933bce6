package dev.spoor.agent.source.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Rules of the audit exit filter, as the bytes that add and remove them:
///
/// ```
/// u32 flags, action, field_count, mask[64], fields[64], values[64], fieldflags[64], buflen; char buf[]
/// ```
final class AuditRule {
  private static final int FILTER_EXIT = 4;
  private static final int ALWAYS = 2;
  private static final int ARCH = 11;
  private static final int SUCCESS = 104;
  private static final int FILTERKEY = 210;
  private static final int EQUAL = 0x40000000;
  private static final int WORDS = 64;
  private static final int MASK = 12;
  private static final int FIELDS = MASK + WORDS * 4;
  private static final int VALUES = FIELDS + WORDS * 4;
  private static final int FIELD_FLAGS = VALUES + WORDS * 4;
  private static final int BUFFER_LENGTH = FIELD_FLAGS + WORDS * 4;
  static final int FIXED = BUFFER_LENGTH + 4;

  private AuditRule() {}

  /// One rule per system call table of this machine: execve and execveat that succeeded.
  static List<byte[]> processCreation(String key) {
    List<byte[]> rules = new ArrayList<>();
    for (ExecCalls calls : ExecCalls.ofThisMachine()) {
      rules.add(rule(calls, key));
    }
    return List.copyOf(rules);
  }

  private static byte[] rule(ExecCalls calls, String key) {
    byte[] name = key.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer rule = ByteBuffer.allocate(FIXED + name.length).order(ByteOrder.nativeOrder());
    rule.putInt(0, FILTER_EXIT).putInt(4, ALWAYS).putInt(8, 3);
    for (int call : new int[] {calls.execve(), calls.execveat()}) {
      int word = MASK + (call >> 5) * 4;
      rule.putInt(word, rule.getInt(word) | 1 << (call & 31));
    }
    field(rule, 0, ARCH, calls.arch());
    field(rule, 1, SUCCESS, 1);
    field(rule, 2, FILTERKEY, name.length);
    rule.putInt(BUFFER_LENGTH, name.length);
    rule.put(FIXED, name);
    return rule.array();
  }

  private static void field(ByteBuffer rule, int index, int field, int value) {
    rule.putInt(FIELDS + index * 4, field);
    rule.putInt(VALUES + index * 4, value);
    rule.putInt(FIELD_FLAGS + index * 4, EQUAL);
  }

  /// Whether a rule listed by the kernel carries this key alone among its strings.
  static boolean hasKey(byte[] rule, String key) {
    if (rule.length < FIXED) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(rule).order(ByteOrder.nativeOrder());
    int length = in.getInt(BUFFER_LENGTH);
    byte[] name = key.getBytes(StandardCharsets.US_ASCII);
    if (length != name.length || rule.length < FIXED + length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (rule[FIXED + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
