package dev.spoor.agent.source.linux;

import dev.spoor.vql.value.Shape;
import dev.spoor.vql.value.ShapedRow;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Process executions as rows, named as Sysmon names them so that one query serves both systems.
/// Not thread-safe but for [#cutRows].
final class ProcessRows {
  /// What one row may take as JSON, less what names and small values take.
  private static final long ROW_BYTES = (1 << 20) - 32_768;

  private static final long MAX_BASE64 = 256 << 10;
  private static final long MAX_PARENT = 64 << 10;
  private static final long MAX_PATH = 16 << 10;
  private static final int FIXED_MEMORY = 1200;

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Shape EVENT_DATA =
      Shape.of(
          "UtcTime",
          "ProcessId",
          "Image",
          "FileVersion",
          "Description",
          "Product",
          "Company",
          "OriginalFileName",
          "CommandLine",
          "CurrentDirectory",
          "User",
          "LogonId",
          "IntegrityLevel",
          "Hashes",
          "ParentProcessId",
          "ParentImage",
          "ParentCommandLine",
          "ParentUser");

  private static final Shape ROW =
      Shape.of(
          "Timestamp",
          "EventData",
          "Argv",
          "Argv_b64",
          "Auid",
          "Ses",
          "Tty",
          "_Sensor",
          "_Cut",
          "_NativeId");

  private final UserNames users;
  private final AtomicLong cutRows = new AtomicLong();

  /// @param size about the bytes of memory that the row takes
  record Sized(ShapedRow row, int size) {}

  ProcessRows(UserNames users) {
    this.users = users;
  }

  /// How many rows were too large and were cut.
  long cutRows() {
    return cutRows.get();
  }

  Sized row(ProcessExecution execution, @Nullable ProcessExecution parent, String sensor) {
    List<VqlString> argv = new ArrayList<>(execution.argv().size());
    boolean valid = true;
    for (byte[] argument : execution.argv()) {
      valid &= EventText.isValid(argument);
      argv.add(EventText.of(argument));
    }
    VqlString commandLine = join(argv);
    List<VqlString> encoded = valid ? null : base64(execution.argv());
    VqlString parentLine = parent == null ? null : EventText.cut(commandLine(parent), MAX_PARENT);
    long raw = commandLine.length();

    long budget = ROW_BYTES - size(encoded) - (parentLine == null ? 0 : MAX_PARENT);
    long cutBytes = execution.argvCut();
    if (EventText.jsonSize(commandLine) + size(argv) > budget) {
      commandLine = EventText.cut(commandLine, budget / 2);
      argv = cut(argv, budget / 2);
      cutBytes += raw;
    }
    if (cutBytes > 0) {
      cutRows.incrementAndGet();
    }

    Instant time = Instant.ofEpochMilli(execution.millis());
    @Nullable Object[] data = {
      VqlString.of(UTC_TIME.format(time)),
      (long) execution.pid(),
      path(execution.image()),
      null,
      null,
      null,
      null,
      null,
      commandLine,
      path(execution.directory()),
      text(users.name(execution.uid())),
      execution.ses() < 0 ? null : VqlString.of(Long.toString(execution.ses())),
      null,
      null,
      (long) execution.ppid(),
      parent == null ? null : path(parent.image()),
      parentLine,
      parent == null ? null : text(users.name(parent.uid()))
    };
    @Nullable Object[] values = {
      time,
      new ShapedRow(EVENT_DATA, data),
      List.copyOf(argv),
      encoded,
      execution.auid() < 0 ? null : execution.auid(),
      execution.ses() < 0 ? null : execution.ses(),
      text(execution.tty()),
      VqlString.of(sensor),
      cutBytes > 0 ? VqlString.of("arguments of " + raw + " bytes do not fit a row") : null,
      execution.serial() < 0
          ? null
          : VqlString.of("audit:" + AuditSession.kernelBoot() + ":" + execution.serial())
    };
    int memory =
        FIXED_MEMORY
            + 3 * commandLine.length()
            + 64 * argv.size()
            + (parentLine == null ? 0 : parentLine.length());
    return new Sized(new ShapedRow(ROW, values), memory);
  }

  /// All arguments joined by single spaces, unquoted.
  static VqlString commandLine(ProcessExecution execution) {
    List<VqlString> argv = new ArrayList<>(execution.argv().size());
    for (byte[] argument : execution.argv()) {
      argv.add(EventText.of(argument));
    }
    return join(argv);
  }

  private static VqlString join(List<VqlString> argv) {
    if (argv.size() == 1) {
      return argv.getFirst();
    }
    int length = Math.max(0, argv.size() - 1);
    for (VqlString argument : argv) {
      length += argument.length();
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (int i = 0; i < argv.size(); i++) {
      VqlString argument = argv.get(i);
      if (i > 0) {
        joined[at++] = ' ';
      }
      System.arraycopy(argument.bytes(), 0, joined, at, argument.length());
      at += argument.length();
    }
    return VqlString.ofBytes(joined);
  }

  private static @Nullable List<VqlString> base64(List<byte[]> argv) {
    List<VqlString> encoded = new ArrayList<>(argv.size());
    long size = 0;
    for (byte[] argument : argv) {
      size += argument.length * 4L / 3;
      if (size > MAX_BASE64) {
        return null; // the text says what it can
      }
      encoded.add(VqlString.of(Base64.getEncoder().encodeToString(argument)));
    }
    return List.copyOf(encoded);
  }

  private static long size(@Nullable List<VqlString> texts) {
    long size = 0;
    if (texts != null) {
      for (VqlString text : texts) {
        size += EventText.jsonSize(text) + 3;
      }
    }
    return size;
  }

  private static List<VqlString> cut(List<VqlString> argv, long budget) {
    List<VqlString> kept = new ArrayList<>();
    long left = budget - 64;
    for (VqlString argument : argv) {
      long size = EventText.jsonSize(argument) + 3;
      if (size > left) {
        if (left > 128) {
          kept.add(EventText.cut(argument, left - 3));
        }
        kept.add(VqlString.of("…[cut: " + argv.size() + " arguments in all]"));
        return kept;
      }
      left -= size;
      kept.add(argument);
    }
    return kept;
  }

  private static @Nullable VqlString path(byte @Nullable [] bytes) {
    return bytes == null ? null : EventText.cut(EventText.of(bytes), MAX_PATH);
  }

  private static @Nullable VqlString text(@Nullable String text) {
    return text == null ? null : VqlString.of(text);
  }
}
