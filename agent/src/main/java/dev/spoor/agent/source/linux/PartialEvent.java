package dev.spoor.agent.source.linux;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one audit event until its end record: system call, arguments, directory.
/// Arguments may come in pieces (`a2_len=`, `a2[0]=`, `a2[1]=`) over several records.
final class PartialEvent {
  /// More than a row may hold; the rest of longer arguments is counted, not kept.
  static final int MAX_ARGUMENT_BYTES = 1 << 20;

  private final long millis;
  private final long serial;
  private boolean isExec;
  private boolean hasCall;
  private int arch;
  private int call;
  private boolean success = true;
  private int pid = -1;
  private int ppid = -1;
  private long uid = -1;
  private long auid = -1;
  private long ses = -1;
  private @Nullable String tty;
  private byte @Nullable [] image;
  private byte @Nullable [] directory;
  private long argc = -1;
  private final List<byte[]> argv = new ArrayList<>();
  private @Nullable ByteArrayOutputStream pieces;
  private long announced = -1;
  private int kept;
  private long cut;

  PartialEvent(long millis, long serial) {
    this.serial = serial;
    this.millis = millis;
  }

  void systemCall(AuditFields fields) {
    hasCall = true;
    while (fields.next()) {
      if (fields.named("arch")) {
        arch = fields.hexNumber();
      } else if (fields.named("syscall")) {
        call = (int) fields.number();
      } else if (fields.named("success")) {
        success = fields.isText("yes");
      } else if (fields.named("ppid")) {
        ppid = (int) fields.number();
      } else if (fields.named("pid")) {
        pid = (int) fields.number();
      } else if (fields.named("auid")) {
        auid = id(fields);
      } else if (fields.named("uid")) {
        uid = id(fields);
      } else if (fields.named("ses")) {
        ses = id(fields);
      } else if (fields.named("tty")) {
        String name = fields.plain();
        tty = name.startsWith("(") ? null : name;
      } else if (fields.named("exe")) {
        image = fields.bytes();
      }
    }
  }

  private static long id(AuditFields fields) {
    long value = fields.number();
    return value == ProcessExecution.UNSET ? -1 : value;
  }

  void directory(AuditFields fields) {
    while (fields.next()) {
      if (fields.named("cwd")) {
        directory = fields.bytes();
      }
    }
  }

  void arguments(AuditFields fields) {
    isExec = true;
    while (fields.next()) {
      if (fields.named("argc")) {
        argc = fields.number();
      } else if (fields.nameAt(0) == 'a' && fields.nameLength() > 1) {
        argument(fields);
      }
    }
  }

  private void argument(AuditFields fields) {
    int at = 1;
    int index = 0;
    while (at < fields.nameLength() && Character.isDigit(fields.nameAt(at))) {
      index = index * 10 + fields.nameAt(at++) - '0';
    }
    if (at == 1) {
      return;
    }
    if (at == fields.nameLength()) {
      finishPieces();
      add(index, keep(fields.bytes()));
    } else if (fields.nameAt(at) == '[') {
      if (pieces == null) {
        pieces = new ByteArrayOutputStream();
      }
      pieces.writeBytes(keep(fields.bytes()));
    } else {
      finishPieces(); // aN_len announces pieces and says how many characters they have
      announced = fields.number();
    }
  }

  private void finishPieces() {
    if (pieces != null) {
      int length = pieces.size();
      if (announced > 0 && cut == 0 && length != announced && length * 2L != announced) {
        cut += Math.abs(announced / 2 - length); // a record with a piece was lost
      }
      argv.add(pieces.toByteArray());
      pieces = null;
    }
  }

  private void add(int index, byte[] argument) {
    while (argv.size() < index && argv.size() < argc) {
      argv.add(new byte[0]); // a record between was lost
    }
    argv.add(argument);
  }

  private byte[] keep(byte @Nullable [] bytes) {
    byte[] whole = bytes == null ? new byte[0] : bytes;
    int room = MAX_ARGUMENT_BYTES - kept;
    if (whole.length > room) {
      cut += whole.length - room;
      whole = java.util.Arrays.copyOf(whole, room);
    }
    kept += whole.length;
    return whole;
  }

  /// Whether this event is a process creation at all, as far as is known.
  boolean isExec() {
    return hasCall ? success && ExecCalls.isExec(arch, call, isExec) : isExec;
  }

  boolean isComplete() {
    finishPieces();
    return hasCall && pid >= 0 && argc >= 0 && argv.size() >= argc;
  }

  long millis() {
    return millis;
  }

  ProcessExecution finish() {
    finishPieces();
    return new ProcessExecution(
        millis, pid, ppid, image, List.copyOf(argv), directory, uid, auid, ses, tty, cut, serial);
  }
}
