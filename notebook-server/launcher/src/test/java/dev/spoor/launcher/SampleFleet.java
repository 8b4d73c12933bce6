package dev.spoor.launcher;

import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.StreamStatus;
import dev.spoor.wire.WireRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Many clients on a real server without as many agents: believable ones, long ones, hostile ones.
final class SampleFleet {
  /// Names as an adversary gives them to a machine.
  static final List<String> HOSTILE =
      List.of(
          "<img src=x onerror=alert(1)>",
          "ws-0733\u202Egpj.exe",
          "\u001b[31mred\u001b[0m\u0007",
          "=cmd()|'/c calc'!A0",
          "a-name-as-long-as-the-standard-lets-it-be." + "sub-domain.".repeat(18) + "corp.example");

  private static final List<String> SYSTEMS =
      List.of("Debian 12", "Ubuntu 24.04", "Red Hat 9.4", "SUSE 15.6", "Alpine 3.22");
  private static final List<String> ROLES = List.of("dc", "file", "web", "sql", "backup", "jump");
  private static final Principal ROOT =
      new Principal.User(1, "root", "administrator", EnumSet.allOf(Permission.class));

  private final House.Fleet fleet;
  private final List<ClientId> ids = new ArrayList<>();
  private final Map<ClientId, ClientFacts> facts = new HashMap<>();

  SampleFleet(House.Fleet fleet) {
    this.fleet = fleet;
  }

  String id(int number) {
    return ids.get(number).value();
  }

  /// Enrols `number` clients and labels them.
  void enrol(int number) {
    Clients clients = fleet.clients();
    for (int i = 0; i < number; i++) {
      ClientId id = new ClientId(String.format(Locale.ROOT, "C.02bd64f09e41%04x", i * 7 + 3));
      ClientFacts told =
          new ClientFacts(
              i < HOSTILE.size()
                  ? HOSTILE.get(i)
                  : String.format(Locale.ROOT, "srv-%s%02d", ROLES.get(i % ROLES.size()), i),
              SYSTEMS.get(i % SYSTEMS.size()),
              i % 40 == 7 ? "0.0.9" : "0.1.0",
              Map.of(
                  "kernel", "6.1.0-31-amd64",
                  "architecture", "x86_64"));
      ids.add(id);
      facts.put(id, told);
    }
    fleet
        .database()
        .write(
            tx -> {
              facts.forEach(
                  (id, told) ->
                      clients.register(tx, ROOT, id, id.value().substring(2).repeat(4), told));
              return null;
            });
    for (int role = 0; role < ROLES.size(); role++) {
      Set<ClientId> those = new HashSet<>();
      for (int i = role; i < ids.size(); i += ROLES.size()) {
        those.add(ids.get(i));
      }
      clients.changeLabels(ROOT, those, Set.of(ROLES.get(role)), Set.of());
    }
    clients.changeLabels(ROOT, ids.subList(0, Math.min(12, number)), Set.of("tier0"), Set.of());
    clients.changeLabels(
        ROOT,
        Set.of(ids.getFirst()),
        Set.of("a-label-that-somebody-made-far-too-long-for-any-column"),
        Set.of());
  }

  /// Most connect, and tell how the queries of the present table go.
  void connect() {
    int number = 0;
    for (ClientId id : ids) {
      number++;
      if (number % 17 != 0) {
        fleet
            .clients()
            .connected(
                id,
                "10.96." + number / 250 + "." + number % 250,
                Duration.ofMillis(number * 37L % 2_600),
                Objects.requireNonNull(facts.get(id)));
        if (number % 23 != 0) {
          report(id, number);
        }
      }
    }
  }

  private void report(ClientId id, int number) {
    // one of some has been silent in the night
    Instant since = Instant.now().minus(Duration.ofHours(number % 9 == 2 ? 7 : 26));
    for (MonitoringEntry entry : fleet.monitoring().table(id).entries()) {
      boolean foreign = entry.artifact().startsWith("Windows.");
      boolean failed = !foreign && number % 61 == 0;
      StreamStatus.State state =
          foreign
              ? StreamStatus.State.PRECONDITION_FALSE
              : failed ? StreamStatus.State.ERROR : StreamStatus.State.RUNNING;
      String error =
          foreign
              ? "not Windows"
              : failed
                  ? "no permission for kernel audit: run the agent as root"
                  : number % 10 == 1 ? "proc-polling (misses short processes)" : null;
      fleet
          .states()
          .status(
              id,
              new StreamStatus(
                  77, entry.stream(), state, since, error, 412, Instant.now(), 412, 412, 412, 0));
    }
  }

  /// A week of scheduled tasks on a few of them, most from one backup job.
  void work() {
    Instant now = Instant.now();
    for (int client = 6; client < 10; client++) {
      ClientId id = ids.get(client);
      MonitoringEntry entry =
          fleet.monitoring().table(id).entries().stream()
              .filter(one -> one.artifact().equals("Linux.Detection.ProcessCreation"))
              .findFirst()
              .orElseThrow();
      List<WireRow> rows = new ArrayList<>();
      int[] perDay = {2, 3, 1, 4, 2, 5, 11};
      for (int day = 0; day < perDay.length; day++) {
        for (int i = 0; i < (client == 6 ? perDay[day] : 1); i++) {
          Instant time = now.minus(Duration.ofDays(6L - day)).minusSeconds(60L + i);
          rows.add(
              WireRow.of(
                  time.getEpochSecond() * 1_000_000_000L,
                  """
                  {"Timestamp":"%s","EventData":{"UtcTime":"%s","Image":"/usr/bin/schtasks",\
                  "CommandLine":"schtasks /Create /SC minute /TN Backup%d /ru system /s srv_dc01",\
                  "ParentImage":"%s","User":"root"}}\
                  """
                      .formatted(time, time, i, client == 6 ? "/opt/backup/run" : "/bin/bash")));
        }
      }
      try {
        fleet
            .ingest()
            .accept(id, new EventBatch(9, entry.stream(), 1, rows))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
