package dev.spoor.agent.source.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One program that began to run, as bytes where the kernel has bytes.
///
/// @param millis wall clock, milliseconds
/// @param pid process id; `ppid` that of its parent at that time
/// @param uid real user id; -1 where unknown, as for `auid` (login user) and `ses` (login session)
/// @param argvCut how many bytes of the arguments were not kept
/// @param serial of the kernel's audit event; -1 where there is none
record ProcessExecution(
    long millis,
    int pid,
    int ppid,
    byte @Nullable [] image,
    List<byte[]> argv,
    byte @Nullable [] directory,
    long uid,
    long auid,
    long ses,
    @Nullable String tty,
    long argvCut,
    long serial) {

  /// The kernel's word for "no id".
  static final long UNSET = 0xFFFF_FFFFL;
}
