package dev.spoor.agent.source.linux;

import java.util.List;

/// The numbers of execve and execveat in one system call table (`arch` is the audit number of it).
record ExecCalls(int arch, int execve, int execveat) {
  static final ExecCalls X86_64 = new ExecCalls(0xC000003E, 59, 322);
  static final ExecCalls I386 = new ExecCalls(0x40000003, 11, 358);
  static final ExecCalls ARM_64 = new ExecCalls(0xC00000B7, 221, 281);
  static final ExecCalls ARM = new ExecCalls(0x40000028, 11, 387);

  private static final List<ExecCalls> ALL = List.of(X86_64, I386, ARM_64, ARM);

  static List<ExecCalls> ofThisMachine() {
    return switch (System.getProperty("os.arch", "")) {
      case "aarch64" -> List.of(ARM_64, ARM);
      default -> List.of(X86_64, I386);
    };
  }

  /// Whether this call is one of the two; `otherwise` for a table that we do not know.
  static boolean isExec(int arch, int call, boolean otherwise) {
    for (ExecCalls calls : ALL) {
      if (calls.arch == arch) {
        return call == calls.execve || call == calls.execveat;
      }
    }
    return otherwise;
  }
}
