package dev.spoor.launcher;

import dev.spoor.server.alert.AlertAction;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.alert.AlertSignal;
import dev.spoor.server.alert.CloseReason;
import dev.spoor.server.alert.Severity;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.WireRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An intrusion as its rows arrive, and the alerts that tell of it: in each state, of each
/// severity, hostile and long ones among them.
final class SampleAlerts {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Principal.User ANNA =
      new Principal.User(1, "anna", "administrator", EnumSet.allOf(Permission.class));

  private final House.Fleet fleet;
  private final ClientId client;
  private final ClientId other;
  private final ClientId hostile;
  private final Instant zero;
  private long seq = 1;
  private String main = "";

  /// @param zero when the scheduled task was made
  SampleAlerts(House.Fleet fleet, ClientId client, ClientId other, ClientId hostile, Instant zero) {
    this.fleet = fleet;
    this.client = client;
    this.other = other;
    this.hostile = hostile;
    this.zero = zero;
  }

  /// The alert whose evidence is whole.
  String main() {
    return main;
  }

  void raise() throws Exception {
    long before = fleet.store().status().rows();
    StreamInfo processes =
        fleet.streams().assigned(client, "Windows.Detection.ProcessCreation", 1, "", "sample");
    process(processes, -5_400, 300, 200, "OUTLOOK.EXE", "explorer.exe", "/restore");
    process(
        processes, -189, 400, 300, "powershell.exe", "OUTLOOK.EXE", "-nop -enc JABjAD0AJwBoAHQA");
    process(processes, -135, 410, 400, "net.exe", "powershell.exe", "use \\\\srv_dc01\\c$");
    process(processes, -51, 420, 400, "lolbin.exe", "powershell.exe", "/Create /SC onlogon");
    String event =
        process(
            processes,
            0,
            430,
            400,
            "schtasks.exe",
            "powershell.exe",
            "/Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR C:/Perflog/m.exe /ru system /s"
                + " srv_dc01 /u adm_peter /p adminpw");
    process(processes, 293, 440, 4, "m.exe", "svchost.exe", "-i 5 /s 10.96.20.20");
    StreamInfo logons =
        fleet.streams().assigned(other, "Windows.Events.Trackaccount", 1, "", "sample");
    logon(logons, -87);
    logon(logons, 1);
    SampleHouse.until(
        "the rows can be searched", () -> fleet.store().status().rows() >= before + 8);

    String command =
        "schtasks.exe /Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR"
            + " C:/Perflog/m.exe /ru system /s srv_dc01 /u adm_peter /p adminpw";
    for (int i = 13; i > 0; i--) {
      alert(
          Severity.CRITICAL,
          "Scheduled task created on another host",
          client,
          "CORP\\k.lund",
          command,
          "e" + i,
          zero.minus(Duration.ofMinutes(17L * i)));
    }
    main =
        alert(
            Severity.CRITICAL,
            "Scheduled task created on another host",
            client,
            "CORP\\k.lund",
            command,
            event,
            zero);
    for (int i = 0; i < 61; i++) {
      alert(
          Severity.CRITICAL,
          "Process started from C:\\Perflog",
          other,
          "SYSTEM",
          "C:/Perflog/m.exe -i 5",
          "m" + i,
          zero.plusSeconds(i));
    }
    alert(Severity.HIGH, "System binary was renamed", client, "", "lolbin.exe", "r", ago(240));
    alert(
        Severity.MEDIUM,
        "Clear-text password on a command line",
        client,
        "k.lund",
        command,
        "c",
        ago(39));
    String mine =
        alert(
            Severity.HIGH,
            "Tracked account logon",
            other,
            "adm_peter",
            "10.96.20.51",
            "t",
            ago(12));
    String theirs =
        alert(Severity.MEDIUM, "Admin share mounted", client, "adm_peter", "c$", "s", ago(240));
    String asleep =
        alert(Severity.LOW, "Many failed SSH logons", other, "root", "203.0.113.9", "f", ago(120));
    alert(
        Severity.LOW,
        "<img src=x onerror=alert(1)> \u202Egpj.exe\u0007 " + "and goes on for ever ".repeat(12),
        hostile,
        "<script>alert('account')</script>\u200b",
        "=cmd()|'/c calc'!A0 \u001b[31mred " + "very long argument ".repeat(400),
        "h",
        ago(3));
    String done =
        alert(Severity.INFO, "A rule that only tells", null, "", "some value", "i", ago(500));
    fleet.alerts().act(ANNA, List.of(mine), new AlertAction.Acknowledge());
    fleet.alerts().act(ANNA, List.of(theirs), new AlertAction.Assign("anna"));
    fleet
        .alerts()
        .act(
            ANNA, List.of(asleep), new AlertAction.Snooze(Instant.now().plus(Duration.ofHours(4))));
    fleet
        .alerts()
        .act(ANNA, List.of(done), new AlertAction.Close(CloseReason.EXPECTED, "patch day"));
  }

  private Instant ago(int minutes) {
    return Instant.now().minus(Duration.ofMinutes(minutes));
  }

  private String alert(
      Severity severity,
      String title,
      @Nullable ClientId about,
      String account,
      String value,
      String event,
      Instant time) {
    return fleet
        .alerts()
        .raise(
            ANNA,
            AlertSignal.of(
                    title,
                    title,
                    severity,
                    AlertEntity.of(about, account).withKey("EventData.CommandLine", value),
                    event.startsWith("C.") ? event : title + event,
                    time)
                .withWhy(
                    severity == Severity.CRITICAL
                        ? "the switches /ru, /s and /p make a task on another host with a"
                            + " clear-text password"
                        : ""))
        .alert();
  }

  private String process(
      StreamInfo stream,
      int offset,
      int pid,
      int parent,
      String image,
      String parentImage,
      String arguments)
      throws Exception {
    ObjectNode data =
        JSON.createObjectNode()
            .put("UtcTime", zero.plusSeconds(offset).toString().replace('T', ' ').replace("Z", ""))
            .put("ProcessId", pid)
            .put("ParentProcessId", parent)
            .put("Image", image)
            .put("ParentImage", parentImage)
            .put("CommandLine", image + " " + arguments)
            .put("OriginalFileName", image.equals("lolbin.exe") ? "schtasks.exe" : image)
            .put("User", "CORP\\k.lund")
            .put(
                "Hashes", "SHA256=e90a1f77c3b2d5a8e90a1f77c3b2d5a8e90a1f77c3b2d5a8e90a1f77c3b2d5a8")
            .putNull("Company");
    ObjectNode row = JSON.createObjectNode().put("ID", 1);
    row.set("EventData", data);
    return send(stream, row, offset);
  }

  private void logon(StreamInfo stream, int offset) throws Exception {
    String sent =
        send(
            stream,
            JSON.createObjectNode()
                .put("EventTime", zero.plusSeconds(offset).toString())
                .put("EventID", 4624)
                .put("TargetUserName", "CORP\\k.lund")
                .put("LogonType", 3)
                .put("IpAddress", "10.96.20.51"),
            offset);
    assert !sent.isEmpty();
  }

  private String send(StreamInfo stream, ObjectNode row, int offset) throws Exception {
    long number = seq++;
    Instant time = zero.plusSeconds(offset);
    List<WireRow> rows = new ArrayList<>();
    rows.add(WireRow.of(time.getEpochSecond() * 1_000_000_000L + time.getNano(), row.toString()));
    fleet
        .ingest()
        .accept(stream.client(), new EventBatch(7, stream.number(), number, rows))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    return stream.client() + ".0000000000000007." + stream.number() + "." + number;
  }
}
