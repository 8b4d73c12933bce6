package dev.spoor.agent.source.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `/proc` says about processes that still live; absent for those that do not. Thread-safe.
final class ProcFiles {
  private static final int MAX_FILE = 4 << 20;
  private static final long TICKS_PER_SECOND = 100; // USER_HZ, fixed by the kernel's interface

  private final Path root;
  private final long bootMillis;

  ProcFiles(Path root) {
    this.root = root;
    this.bootMillis = bootSeconds() * 1000;
  }

  private long bootSeconds() {
    byte[] stat = read(root.resolve("stat"));
    if (stat != null) {
      for (String line : new String(stat, StandardCharsets.US_ASCII).split("\n", -1)) {
        if (line.startsWith("btime ")) {
          return Long.parseLong(line.substring(6).strip());
        }
      }
    }
    return 0;
  }

  /// The ids of all processes now.
  List<Integer> pids() {
    List<Integer> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path entry : entries) {
        long pid =
            AuditText.decimal(
                entry.getFileName().toString().getBytes(StandardCharsets.US_ASCII),
                0,
                entry.getFileName().toString().length());
        if (pid > 0 && pid <= Integer.MAX_VALUE) {
          pids.add((int) pid);
        }
      }
    } catch (IOException | RuntimeException e) {
      return pids; // as far as we came
    }
    return pids;
  }

  /// When the process began, wall clock in milliseconds (to about a second); -1 if it is gone.
  long startMillis(int pid) {
    long ticks = startTicks(pid);
    return ticks < 0 ? -1 : bootMillis + ticks * 1000 / TICKS_PER_SECOND;
  }

  /// When the process began in ticks since boot, which tells two uses of one pid apart.
  long startTicks(int pid) {
    String[] words = statWords(pid);
    return words.length > 19 ? Long.parseLong(words[19]) : -1;
  }

  /// The words of `stat` after the name in parentheses, which may hold anything.
  private String[] statWords(int pid) {
    byte[] stat = read(root.resolve(pid + "/stat"));
    if (stat == null) {
      return new String[0];
    }
    String text = new String(stat, StandardCharsets.ISO_8859_1);
    int close = text.lastIndexOf(')');
    return close < 0 ? new String[0] : text.substring(close + 1).strip().split(" ", -1);
  }

  /// A living process as if it had just been executed; null if it is gone.
  @Nullable ProcessExecution find(int pid) {
    String[] stat = statWords(pid);
    byte[] commandLine = read(root.resolve(pid + "/cmdline"));
    byte[] status = read(root.resolve(pid + "/status"));
    if (stat.length <= 19 || commandLine == null || status == null) {
      return null;
    }
    long start = bootMillis + Long.parseLong(stat[19]) * 1000 / TICKS_PER_SECOND;
    return new ProcessExecution(
        start,
        pid,
        Integer.parseInt(stat[1]),
        link(pid, "exe"),
        arguments(commandLine),
        link(pid, "cwd"),
        realUser(new String(status, StandardCharsets.ISO_8859_1)),
        id(root.resolve(pid + "/loginuid")),
        id(root.resolve(pid + "/sessionid")),
        null,
        0,
        -1);
  }

  private static List<byte[]> arguments(byte[] commandLine) {
    List<byte[]> arguments = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        arguments.add(Arrays.copyOfRange(commandLine, from, i));
        from = i + 1;
      }
    }
    if (from < commandLine.length) {
      arguments.add(Arrays.copyOfRange(commandLine, from, commandLine.length));
    }
    return arguments;
  }

  private static long realUser(String status) {
    int at = status.indexOf("\nUid:\t");
    if (at < 0) {
      return -1;
    }
    int end = status.indexOf('\t', at + 6);
    return end < 0 ? -1 : Long.parseLong(status.substring(at + 6, end));
  }

  private static long id(Path file) {
    byte[] text = read(file);
    if (text == null) {
      return -1;
    }
    long value = AuditText.decimal(text, 0, text.length);
    return value == ProcessExecution.UNSET ? -1 : value;
  }

  private byte @Nullable [] link(int pid, String name) {
    try {
      return Files.readSymbolicLink(root.resolve(pid + "/" + name))
          .toString()
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      return null; // a kernel thread, or gone
    }
  }

  private static byte @Nullable [] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_FILE);
    } catch (IOException e) {
      return null;
    }
  }
}
