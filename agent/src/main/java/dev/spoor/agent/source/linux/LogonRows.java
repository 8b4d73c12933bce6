package dev.spoor.agent.source.linux;

import dev.spoor.vql.value.Shape;
import dev.spoor.vql.value.ShapedRow;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Logons as rows, named as the Windows security log names them (4624, failures 4625), so that one
/// query serves both systems.
final class LogonRows {
  /// About the bytes of memory that one row takes beside its account and program.
  static final int MEMORY = 1400;

  private static final int LOGGED_ON = 4624;
  private static final int FAILED = 4625;
  private static final int MAX_ACCOUNT = 1024;
  private static final int MAX_PROGRAM = 4096;
  private static final VqlString PROVIDER = VqlString.of("Linux-Audit");
  private static final VqlString CHANNEL = VqlString.of("audit");

  private static final Shape ROW =
      Shape.of(
          "EventTime",
          "EventRecordID",
          "EventID",
          "SourceComputer",
          "TargetUserName",
          "LogonType",
          "IpAddress",
          "TargetWorkstationName",
          "System",
          "EventData",
          "Message",
          "_Sensor");

  private static final Shape SYSTEM =
      Shape.of("Provider", "EventID", "TimeCreated", "EventRecordID", "Channel", "Computer");
  private static final Shape NAME = Shape.of("Name");
  private static final Shape VALUE = Shape.of("Value");
  private static final Shape TIME = Shape.of("SystemTime");

  private static final Shape DATA =
      Shape.of(
          "SubjectUserName",
          "SubjectUserId",
          "TargetUserName",
          "TargetUserId",
          "TargetLogonId",
          "LogonType",
          "LogonProcessName",
          "ProcessId",
          "ProcessName",
          "WorkstationName",
          "IpAddress",
          "Terminal",
          "FailureReason");

  private final UserNames users;
  private final VqlString computer;

  LogonRows(UserNames users, String computer) {
    this.users = users;
    this.computer = VqlString.of(computer);
  }

  ShapedRow row(Logon logon, String sensor) {
    UserRecord record = logon.record();
    Instant time = Instant.ofEpochMilli(record.millis());
    long id = logon.success() ? LOGGED_ON : FAILED;
    VqlString account = account(record);
    VqlString address = text(record.address());
    // PAM repeats the address where it knows no name
    VqlString workstation =
        record.host() == null || record.host().equals(record.address())
            ? null
            : text(record.host());
    long type = logon.type();
    @Nullable Object[] system = {
      row(NAME, PROVIDER), row(VALUE, id), row(TIME, time), record.serial(), CHANNEL, computer
    };
    @Nullable Object[] data = {
      text(users.name(record.uid())),
      record.uid() < 0 ? null : record.uid(),
      account,
      targetId(logon),
      record.ses() < 0 ? null : record.ses(),
      type,
      text(record.programName()),
      (long) record.pid(),
      record.program() == null ? null : EventText.cut(EventText.of(record.program()), MAX_PROGRAM),
      workstation,
      address,
      text(logon.tty()),
      logon.success() ? null : text(reason(record))
    };
    @Nullable Object[] values = {
      time,
      record.serial(),
      id,
      computer,
      account,
      type,
      address,
      workstation,
      new ShapedRow(SYSTEM, system),
      new ShapedRow(DATA, data),
      message(logon, account),
      VqlString.of(sensor)
    };
    return new ShapedRow(ROW, values);
  }

  private static ShapedRow row(Shape shape, Object value) {
    return new ShapedRow(shape, new @Nullable Object[] {value});
  }

  private @Nullable VqlString account(UserRecord record) {
    byte[] name = record.account();
    if (name != null) {
      return EventText.cut(EventText.of(name), MAX_ACCOUNT);
    }
    return text(users.name(record.id()));
  }

  /// The number of the account where the record has it: the login user of a session is set when
  /// ssh, login and cron open it, and stays as it was when su and sudo do.
  private static @Nullable Long targetId(Logon logon) {
    UserRecord record = logon.record();
    if (record.id() >= 0) {
      return record.id();
    }
    boolean sets = logon.success() && !isSwitch(record.programName());
    return sets && record.auid() >= 0 ? record.auid() : null;
  }

  private static boolean isSwitch(String program) {
    return program.equals("su")
        || program.equals("sudo")
        || program.equals("runuser")
        || program.equals("pkexec");
  }

  private static String reason(UserRecord record) {
    return switch (record.type()) {
      case UserRecord.AUTHENTICATION -> "authentication refused";
      case UserRecord.ACCOUNT -> "account refused";
      case UserRecord.SESSION_START -> "session refused";
      default -> "login refused";
    };
  }

  private static VqlString message(Logon logon, @Nullable VqlString account) {
    UserRecord record = logon.record();
    VqlString who = account == null ? VqlString.of("An unknown account") : account;
    StringBuilder rest = new StringBuilder(logon.success() ? " logged on" : " failed to log on");
    if (record.address() != null) {
      rest.append(" from ").append(record.address());
    }
    rest.append(" by ").append(record.programName().isEmpty() ? "?" : record.programName());
    if (logon.tty() != null) {
      rest.append(" on ").append(logon.tty());
    }
    if (!logon.success()) {
      rest.append(": ").append(reason(record));
    }
    rest.append(" (logon type ").append(logon.type()).append(')');
    return who.concat(VqlString.of(rest.toString()));
  }

  private static @Nullable VqlString text(@Nullable String text) {
    return text == null ? null : VqlString.of(text);
  }
}
