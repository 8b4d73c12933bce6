package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.value.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records as sshd and su wrote them: a login by key, one with a terminal, one by password with a
/// terminal, a wrong password, an account that does not exist, a session that tries six times, su
/// twice, su with a wrong password.
class LogonAssemblerTest {
  private final List<Logon> logons = new ArrayList<>();
  private final LogonAssembler assembler = new LogonAssembler(logons::add);

  @Test
  void oneRowForEachLogonAndEachRefusal() {
    playAll();

    assertThat(logons.stream().map(LogonAssemblerTest::line))
        .containsExactly(
            "adm_peter sshd 3 true null",
            "adm_peter sshd 10 true pts/0",
            "adm_peter sshd 10 true pts/0",
            "adm_peter sshd 3 false null",
            "adm_peter sshd 3 false null",
            "nosuch sshd 3 false null",
            "nosuch sshd 3 false null",
            "adm_peter sshd 3 false null",
            "adm_peter sshd 3 false null",
            "adm_peter sshd 3 false null",
            "adm_peter sshd 3 false null",
            "adm_peter sshd 3 false null",
            "adm_peter sshd 3 false null",
            "adm_peter su 2 true null",
            "adm_peter su 2 true null",
            "root su 2 false null");
  }

  @Test
  void aSessionWithoutTerminalIsToldWithinHalfASecondAlthoughItStaysOpen() {
    List<Captured> records = Captured.read("logons.audit").subList(0, 4);
    records.stream()
        .filter(record -> UserRecord.isOne(record.type()))
        .forEach(record -> assembler.record(record.userRecord(), 0));
    assembler.tick(TimeUnit.MILLISECONDS.toNanos(399));
    assertThat(logons).isEmpty();
    assertThat(assembler.isWaiting()).isTrue();
    assembler.tick(TimeUnit.MILLISECONDS.toNanos(400));
    assertThat(logons).hasSize(1);
    assertThat(assembler.isWaiting()).isFalse();
  }

  @Test
  void sshsOwnNoteCountsWhereNoAuthenticationRecordTells() {
    record(
        1112,
        "pid=7 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=\"eve\""
            + " exe=\"/usr/sbin/sshd\" hostname=? addr=198.51.100.9 terminal=sshd res=failed'");
    record(
        1112,
        "pid=7 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=\"eve\""
            + " exe=\"/usr/sbin/sshd\" hostname=? addr=198.51.100.9 terminal=sshd res=failed'");
    assembler.tick(LogonAssembler.FAILURE_NANOS);
    assertThat(logons).hasSize(1);
    assertThat(line(logons.getFirst())).isEqualTo("eve sshd 3 false null");
  }

  @Test
  void aProgramWithoutPamIsALogonByItsLoginRecord() {
    record(
        1112,
        "pid=8 uid=0 auid=1001 ses=4 msg='op=login id=1001 exe=\"/usr/sbin/sshd\" hostname=h"
            + " addr=198.51.100.9 terminal=/dev/pts/3 res=success'");
    record(
        1112,
        "pid=8 uid=0 auid=1001 ses=4 msg='op=login id=1001 exe=\"/usr/sbin/sshd\" hostname=h"
            + " addr=198.51.100.9 terminal=/dev/pts/3 res=success'");
    assertThat(logons).hasSize(1);
    assertThat(logons.getFirst().type()).isEqualTo(Logon.REMOTE_INTERACTIVE);
  }

  @Test
  void cronAndSystemdHaveTheirTypes() {
    record(1105, session("/usr/sbin/cron"));
    record(1105, session("/usr/lib/systemd/systemd"));
    record(1105, session("/usr/bin/login"));
    assertThat(logons.stream().map(Logon::type))
        .containsExactly(Logon.BATCH, Logon.SERVICE, Logon.INTERACTIVE);
  }

  @Test
  void whatTheProgramSaysCannotReplaceWhatTheKernelSays() {
    record(
        1105,
        "pid=9 uid=0 auid=1001 ses=5 msg='op=PAM:session_open acct=\"root pid=1 ses=99\" pid=1"
            + " uid=77 ses=99 exe=\"/usr/bin/su\" hostname=? addr=? terminal=? res=success'");
    UserRecord record = logons.getFirst().record();
    assertThat(record.pid()).isEqualTo(9);
    assertThat(record.ses()).isEqualTo(5);
    assertThat(record.uid()).isZero();
    assertThat(record.account()).asString(StandardCharsets.UTF_8).isEqualTo("root pid=1 ses=99");
  }

  @Test
  void tornRecordsAreNoLogonOfSomebodyElseAndNoFailure() {
    byte[] whole = Captured.read("logons.audit").get(3).text();
    AuditText head = AuditText.parse(whole, 0, whole.length);
    assertThat(head).isNotNull();
    for (int end = head.body(); end <= whole.length; end++) {
      UserRecord record = UserRecord.parse(UserRecord.SESSION_START, head, whole, end);
      assertThat(record.pid()).isBetween(-1, 14469);
    }
  }

  @Test
  void manyOpenSessionsTakeBoundedMemory() {
    for (int i = 0; i < 100_000; i++) {
      record(
          1105,
          "pid="
              + i
              + " uid=0 auid=1 ses="
              + i
              + " msg='op=PAM:session_open acct=\"a\" exe=\"/usr/sbin/sshd\" addr=::1 res=success'");
    }
    assertThat(logons).hasSize(100_000 - 4096);
    assembler.finish();
    assertThat(logons).hasSize(100_000);
  }

  @Test
  void rowsHaveTheColumnsOfTheWindowsLog(@TempDir Path folder) throws Exception {
    Path passwd = Files.writeString(folder.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
    LogonRows rows = new LogonRows(new UserNames(passwd), "srv_dc01");
    playAll();

    Row row = rows.row(logons.get(1), "audit");
    assertThat(row.columns())
        .startsWith(
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
            "Message");
    assertThat(row.get("EventID")).isEqualTo(4624L);
    assertThat(row.get("LogonType")).isEqualTo(10L);
    assertThat(row.get("TargetWorkstationName")).isNull();
    assertThat(row.get("Message"))
        .hasToString("adm_peter logged on from 192.0.2.7 by sshd on pts/0 (logon type 10)");
    assertThat(row.path(List.of("EventData", "Terminal"))).hasToString("pts/0");
    assertThat(row.path(List.of("System", "EventID", "Value"))).isEqualTo(4624L);
    Row refused = rows.row(logons.getLast(), "audit");
    assertThat(refused.get("EventID")).isEqualTo(4625L);
    assertThat(refused.get("Message"))
        .hasToString("root failed to log on by su: authentication refused (logon type 2)");
    assertThat(refused.path(List.of("EventData", "SubjectUserId"))).isEqualTo(1001L);
  }

  private static String session(String program) {
    return "pid=9 uid=0 auid=1001 ses=5 msg='op=PAM:session_open acct=\"root\" exe=\""
        + program
        + "\" hostname=? addr=? terminal=? res=success'";
  }

  private void record(int type, String fields) {
    assembler.record(Captured.of(type, "audit(1795548025.842:24181): " + fields).userRecord(), 0);
  }

  /// By the times that the records themselves carry.
  private void playAll() {
    for (Captured captured : Captured.read("logons.audit")) {
      if (UserRecord.isOne(captured.type())) {
        UserRecord record = captured.userRecord();
        long now = TimeUnit.MILLISECONDS.toNanos(record.millis());
        assembler.tick(now);
        assembler.record(record, now);
      }
    }
    assembler.finish();
  }

  private static String line(Logon logon) {
    byte[] account = logon.record().account();
    return (account == null ? "?" : new String(account, StandardCharsets.UTF_8))
        + " "
        + logon.record().programName()
        + " "
        + logon.type()
        + " "
        + logon.success()
        + " "
        + logon.tty();
  }
}
