package dev.spoor.agent.source.linux;

import org.jspecify.annotations.Nullable;

/// One logon that succeeded or failed.
///
/// @param record the audit record that says so
/// @param tty the terminal that the session got, null for none
record Logon(UserRecord record, @Nullable String tty) {
  /// Types as Windows numbers them.
  static final int INTERACTIVE = 2;

  static final int NETWORK = 3;
  static final int BATCH = 4;
  static final int SERVICE = 5;
  static final int REMOTE_INTERACTIVE = 10;

  boolean success() {
    return record.success();
  }

  /// How the account came in: by the program that opened the session, and by its terminal.
  int type() {
    return switch (record.programName()) {
      case String name when isSsh(name) -> tty == null ? NETWORK : REMOTE_INTERACTIVE;
      case "cron", "crond", "atd", "anacron" -> BATCH;
      case "systemd", "systemd-executor", "systemd-user-runtime-dir" -> SERVICE;
      case "vsftpd", "proftpd", "smbd", "dovecot", "auth", "imapd" -> NETWORK;
      case "xrdp-sesman" -> REMOTE_INTERACTIVE;
      default -> record.address() != null ? NETWORK : INTERACTIVE;
    };
  }

  /// `sshd`, and the parts into which newer versions split it.
  static boolean isSsh(String program) {
    return program.equals("sshd") || program.startsWith("sshd-");
  }
}
