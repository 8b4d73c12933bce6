package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.identity.ClientId;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.WireRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A day of process creations of a fleet: dull ones, an intruder's, and such as are made to deceive
/// whoever reads them.
final class SampleEvents {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> DULL =
      List.of(
          "/usr/sbin/cron -f",
          "/usr/bin/python3 /opt/inventory/collect.py --all",
          "/bin/sh -c 'run-parts /etc/cron.hourly'",
          "/usr/sbin/sshd -D -R",
          "rsync -a /srv/data/ backup01:/srv/data/",
          "/usr/lib/systemd/systemd-logind");

  /// Each is an attempt on the reader, not on the machine.
  private static final List<String> HOSTILE =
      List.of(
          "cmd.exe /c echo /s <img src=x onerror=alert(1)> > C:\\Perflog\\o.html",
          "C:\\Users\\k.lund\\Downloads\\invoice\u202Efdp.exe /s \u001b[2J\u0000",
          "=cmd()|'/c calc'!A0 /p",
          "powershell.exe -enc " + "JABjAD0ATgBlAHcALQBPAGIAagBl".repeat(40_000) + " /p");

  private static final List<String> INTRUDER =
      List.of(
          "schtasks /Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR C:/Perflog/m.exe /ru system"
              + " /s srv_dc01 /u adm_peter /p adminpw",
          "net use \\\\srv_dc01\\c$ /user:adm_peter /p adminpw",
          "C:/Perflog/m.exe -i 5 /s 10.96.20.20",
          "robocopy D:\\Backup \\\\srv_fs02\\nightly /S /E /R:1");

  private static final List<String> USERS =
      List.of("root", "svc_iis", "k.lund", "adm_peter", "m.aas");
  private static final List<String> PARENTS =
      List.of(
          "/usr/sbin/cron",
          "/usr/lib/systemd/systemd",
          "/usr/bin/bash",
          "C:\\Windows\\explorer.exe");

  private final House.Fleet house;
  private final SampleFleet fleet;
  private final Random random = new Random(7);

  SampleEvents(House.Fleet house, SampleFleet fleet) {
    this.house = house;
    this.fleet = fleet;
  }

  /// A day's rows of a part of the fleet; the assignments are as old as the rows.
  void send() {
    Instant now = Instant.now();
    for (int client = 0; client < 60; client++) {
      List<ObjectNode> rows = new ArrayList<>();
      for (int minute = 0; minute < 24 * 60; minute += 30) {
        boolean isBusy = Math.sin(minute / 230.0) + random.nextDouble() > 0.1;
        if (isBusy) {
          rows.add(row(now.minus(Duration.ofMinutes(minute + random.nextInt(30))), pick(DULL)));
        }
      }
      if (client % 9 == 4) {
        for (int i = 0; i < 14; i++) {
          rows.add(
              row(
                  now.minus(Duration.ofMinutes(150 + random.nextInt(105))),
                  INTRUDER.get(i % INTRUDER.size())));
        }
      }
      if (client == 6) {
        for (String text : HOSTILE) {
          rows.add(row(now.minus(Duration.ofMinutes(1 + random.nextInt(10))), text));
        }
      }
      send(new ClientId(fleet.id(client)), rows);
    }
    house
        .database()
        .write(
            tx ->
                tx.handle()
                    .execute(
                        "UPDATE assignment SET from_time = from_time - "
                            + Duration.ofHours(30).toNanos()));
  }

  private String pick(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private ObjectNode row(Instant at, String commandLine) {
    ObjectNode row = JSON.createObjectNode();
    ObjectNode data = row.putObject("EventData");
    data.put("UtcTime", at.toString().replace('T', ' ').substring(0, 23));
    data.put("CommandLine", commandLine);
    data.put("Image", commandLine.split(" ", 2)[0]);
    data.put("User", pick(USERS));
    data.put("ParentImage", pick(PARENTS));
    data.put("ProcessId", random.nextInt(30_000));
    data.put(
        "Hashes", String.format(Locale.ROOT, "SHA256=%064x", commandLine.hashCode() & 0xffffL));
    return row;
  }

  private void send(ClientId client, List<ObjectNode> rows) {
    int stream =
        house.monitoring().table(client).entries().stream()
            .filter(entry -> entry.artifact().startsWith("Linux."))
            .mapToInt(MonitoringEntry::stream)
            .findFirst()
            .orElseThrow();
    List<WireRow> wire = new ArrayList<>();
    long emitted = Instant.now().toEpochMilli() * 1_000_000;
    for (ObjectNode row : rows) {
      wire.add(WireRow.of(emitted, row.toString()));
    }
    try {
      assertThat(
              house
                  .ingest()
                  .accept(client, new EventBatch(77, stream, 1, wire))
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS))
          .isNotNull();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
