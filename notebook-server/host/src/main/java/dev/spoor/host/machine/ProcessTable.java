package dev.spoor.host.machine;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The processes of a machine: what Java itself knows of them, more where there is a `/proc`.
final class ProcessTable {
  private static final int MAX_FILE = 4 << 20;

  private final Path proc;

  private ProcessTable(Path proc) {
    this.proc = proc;
  }

  static ProcessTable ofThisMachine() {
    return new ProcessTable(Path.of("/proc"));
  }

  List<Long> pids() {
    return ProcessHandle.allProcesses().map(ProcessHandle::pid).sorted().toList();
  }

  /// The row of a process; null if there is none with this id.
  @Nullable Row find(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null) {
      return null;
    }
    ProcessHandle.Info info = process.info();
    String exe = info.command().orElse(null);
    Dict row = new Dict();
    row.set("Pid", pid);
    row.set("Ppid", process.parent().map(ProcessHandle::pid).orElse(null));
    row.set("Name", name(pid, exe));
    row.set("CommandLine", commandLine(pid, info));
    row.set("Exe", text(exe));
    row.set("Username", text(info.user().orElse(null)));
    Instant start = info.startInstant().orElse(null);
    row.set("CreateTime", start);
    row.set(
        "CpuSeconds",
        info.totalCpuDuration().map(cpu -> (Object) (cpu.toMillis() / 1000.0)).orElse(null));
    row.set("Cwd", cwd(pid));
    return row;
  }

  private @Nullable Object name(long pid, @Nullable String exe) {
    byte[] comm = read(pid, "comm");
    if (comm != null) {
      int length = comm.length > 0 && comm[comm.length - 1] == '\n' ? comm.length - 1 : comm.length;
      return VqlString.ofBytes(comm, 0, length);
    }
    return exe == null ? null : VqlString.of(String.valueOf(Path.of(exe).getFileName()));
  }

  private @Nullable Object commandLine(long pid, ProcessHandle.Info info) {
    byte[] line = read(pid, "cmdline");
    if (line == null) {
      return text(info.commandLine().orElse(null));
    }
    int length = line.length;
    while (length > 0 && line[length - 1] == 0) {
      length--;
    }
    for (int i = 0; i < length; i++) {
      if (line[i] == 0) {
        line[i] = ' ';
      }
    }
    return VqlString.ofBytes(line, 0, length);
  }

  private @Nullable Object cwd(long pid) {
    try {
      return VqlString.of(Files.readSymbolicLink(file(pid, "cwd")).toString());
    } catch (IOException | RuntimeException e) {
      return null; // no right to see it, no /proc, or gone
    }
  }

  private static @Nullable Object text(@Nullable String value) {
    return value == null ? null : VqlString.of(value);
  }

  private Path file(long pid, String name) {
    return proc.resolve(Long.toString(pid)).resolve(name);
  }

  private byte @Nullable [] read(long pid, String name) {
    try (InputStream in = Files.newInputStream(file(pid, name))) {
      return in.readNBytes(MAX_FILE);
    } catch (IOException e) {
      return null;
    }
  }
}
