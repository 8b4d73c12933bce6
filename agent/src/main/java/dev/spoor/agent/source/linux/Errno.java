package dev.spoor.agent.source.linux;

import dev.spoor.agent.jna.linux.LibC;

/// Error numbers of the kernel as words that tell a person what to do.
final class Errno {
  private Errno() {}

  static String text(int errno) {
    return switch (errno) {
      case LibC.EPERM, LibC.EACCES -> "not permitted (CAP_AUDIT_CONTROL and CAP_AUDIT_READ needed)";
      case LibC.EEXIST -> "exists already";
      case LibC.ENOBUFS -> "receive buffer overrun";
      case 93, 97 -> "the kernel has no audit support";
      case 111 -> "refused (not the initial namespace?)";
      default -> "error " + errno;
    };
  }
}
