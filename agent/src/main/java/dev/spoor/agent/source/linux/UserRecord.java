package dev.spoor.agent.source.linux;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a program told the kernel's audit about a user: who, by which program, from where, and how
/// it went. Bytes where an adversary chooses the text.
///
/// @param uid of the program, -1 where unknown, as for `auid` (login user) and `ses` (login
///   session)
/// @param account the account meant, null when the record has only its number `id` (else -1)
/// @param host, address, terminal null where the program did not say
record UserRecord(
    int type,
    long millis,
    long serial,
    int pid,
    long uid,
    long auid,
    long ses,
    @Nullable String operation,
    byte @Nullable [] account,
    long id,
    byte @Nullable [] program,
    @Nullable String host,
    @Nullable String address,
    @Nullable String terminal,
    boolean success) {

  static final int AUTHENTICATION = 1100;
  static final int ACCOUNT = 1101;
  static final int SESSION_START = 1105;
  static final int SESSION_END = 1106;
  static final int LOGIN = 1112;

  private static final byte[] MESSAGE = {'m', 's', 'g', '=', '\''};
  private static final int MAX_WORD = 255;

  static boolean isOne(int type) {
    return switch (type) {
      case AUTHENTICATION, ACCOUNT, SESSION_START, SESSION_END, LOGIN -> true;
      default -> false;
    };
  }

  /// Reads `pid=… uid=… auid=… ses=… msg='op=… acct="…" exe="…" hostname=… addr=… terminal=…
  /// res=…'`. A record that lacks something has nulls there.
  static UserRecord parse(int type, AuditText head, byte[] text, int end) {
    int message = find(text, head.body(), end);
    Builder builder = new Builder();
    builder.read(new AuditFields(text, head.body(), message), true);
    if (message < end) {
      int last = end;
      while (last > message && text[last - 1] != '\'') {
        last--; // what the kernel or a relay put behind the message
      }
      int from = message + MESSAGE.length;
      builder.read(new AuditFields(text, from, last > from ? last - 1 : end), false);
    }
    return builder.build(type, head);
  }

  private static int find(byte[] text, int from, int end) {
    for (int at = from; at + MESSAGE.length <= end; at++) {
      int same = 0;
      while (same < MESSAGE.length && text[at + same] == MESSAGE[same]) {
        same++;
      }
      if (same == MESSAGE.length) {
        return at;
      }
    }
    return end;
  }

  /// The last part of the program's path.
  String programName() {
    if (program == null) {
      return "";
    }
    String path = new String(program, StandardCharsets.ISO_8859_1);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static final class Builder {
    private int pid = -1;
    private long uid = -1;
    private long auid = -1;
    private long ses = -1;
    private @Nullable String operation;
    private byte @Nullable [] account;
    private long id = -1;
    private byte @Nullable [] program;
    private @Nullable String host;
    private @Nullable String address;
    private @Nullable String terminal;
    private boolean success;

    /// @param kernel the part that the kernel wrote: what the program says cannot change it
    void read(AuditFields fields, boolean kernel) {
      while (fields.next()) {
        if (kernel) {
          fromKernel(fields);
        } else {
          fromProgram(fields);
        }
      }
    }

    private void fromKernel(AuditFields fields) {
      if (fields.named("pid")) {
        pid = (int) fields.number();
      } else if (fields.named("uid")) {
        uid = id(fields);
      } else if (fields.named("auid")) {
        auid = id(fields);
      } else if (fields.named("ses")) {
        ses = id(fields);
      }
    }

    private void fromProgram(AuditFields fields) {
      if (fields.named("op")) {
        operation = word(fields);
      } else if (fields.named("acct")) {
        account = fields.bytes();
      } else if (fields.named("id")) {
        id = id(fields);
      } else if (fields.named("exe")) {
        program = fields.bytes();
      } else if (fields.named("hostname")) {
        host = word(fields);
      } else if (fields.named("addr")) {
        address = word(fields);
      } else if (fields.named("terminal")) {
        terminal = word(fields);
      } else if (fields.named("res")) {
        success = fields.isText("success") || fields.isText("1");
      }
    }

    private static long id(AuditFields fields) {
      long value = fields.number();
      return value == ProcessExecution.UNSET ? -1 : value;
    }

    private static @Nullable String word(AuditFields fields) {
      String word = fields.plain();
      if (word.isEmpty() || word.equals("?")) {
        return null;
      }
      return word.length() > MAX_WORD ? word.substring(0, MAX_WORD) + "…" : word;
    }

    UserRecord build(int type, AuditText head) {
      return new UserRecord(
          type,
          head.millis(),
          head.serial(),
          pid,
          uid,
          auid,
          ses,
          operation,
          account,
          id,
          program,
          host,
          address,
          terminal,
          success);
    }
  }
}
