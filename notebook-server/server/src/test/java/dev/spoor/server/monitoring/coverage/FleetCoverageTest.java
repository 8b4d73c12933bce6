package dev.spoor.server.monitoring.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.event.InMemoryEventStore;
import dev.spoor.server.event.TestEvents;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.ingest.Streams;
import dev.spoor.server.monitoring.coverage.CoverageReport.Gap;
import dev.spoor.server.monitoring.coverage.SqlAssignments.Assignment;
import dev.spoor.wire.StreamStatus;
import dev.spoor.wire.StreamStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five clients in two hours: one whole, one that catches up, one that misses half an hour, one
/// that never reports, one to which nothing applies.
class FleetCoverageTest {
  private static final Principal ROOT = new Principal.System();
  private static final String PROCESSES = "Linux.Detection.ProcessCreation";
  private static final ClientId WHOLE = new ClientId("C.0000000000000001");
  private static final ClientId LATE = new ClientId("C.0000000000000002");
  private static final ClientId GAP = new ClientId("C.0000000000000003");
  private static final ClientId MUTE = new ClientId("C.0000000000000004");
  private static final ClientId OTHER = new ClientId("C.0000000000000005");
  private static final List<ClientId> ALL = List.of(WHOLE, LATE, GAP, MUTE, OTHER);

  @TempDir Path folder = Path.of("");
  private final InMemoryEventStore store = new InMemoryEventStore();
  private Instant now = at(10, 0);
  private Database database;
  private Streams streams;
  private Coverage reports;
  private FleetCoverage coverage;

  private static Instant at(int hour, int minute) {
    return Instant.parse("2026-11-24T00:00:00Z").plus(Duration.ofMinutes(hour * 60L + minute));
  }

  @BeforeEach
  void start() {
    database = Database.open(folder.resolve("spoor.db"));
    Clients clients = new Clients(database, new Audit(() -> now), () -> now);
    clients.start();
    streams = new Streams(database);
    reports = new Coverage(database, () -> now);
    coverage = new FleetCoverage(database, reports, streams, clients, store, () -> now);
    database.write(
        tx -> {
          for (ClientId id : ALL) {
            clients.register(
                tx,
                ROOT,
                id,
                id.value().substring(2).repeat(4),
                new ClientFacts("ws-" + id.value().substring(16), "linux", "0.1.0", Map.of()));
          }
          return null;
        });
    assign(10, 0, ALL);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private void assign(int hour, int minute, List<ClientId> clients) {
    long from = EpochNanos.of(at(hour, minute));
    database.write(
        tx -> {
          SqlAssignments.change(
              tx,
              clients.stream()
                  .map(id -> new Assignment(id, PROCESSES, from, Long.MAX_VALUE))
                  .toList(),
              List.of());
          return null;
        });
  }

  private void report(
      ClientId client, long boot, State state, Instant since, @Nullable Instant complete) {
    int stream = streams.assigned(client, PROCESSES, 1, "", "p").number();
    reports.report(
        client, new StreamStatus(boot, stream, state, since, null, 5, complete, 5, 5, 5, 0));
  }

  /// Reports every half minute from one time to another.
  private void reports(ClientId client, long boot, State state, Instant from, Instant to) {
    for (now = from; !now.isAfter(to); now = now.plusSeconds(30)) {
      report(client, boot, state, from, state == State.RUNNING ? now : null);
    }
  }

  private void twoHours() {
    reports(WHOLE, 1, State.RUNNING, at(10, 0), at(12, 0));
    reports(LATE, 2, State.RUNNING, at(10, 0), at(10, 30));
    reports(GAP, 3, State.RUNNING, at(10, 0), at(10, 30));
    reports(GAP, 4, State.RUNNING, at(11, 0), at(12, 0));
    reports(OTHER, 5, State.PRECONDITION_FALSE, at(10, 0), at(12, 0));
    now = at(11, 30);
    // back after an hour, nothing missed: the spool held it
    report(LATE, 2, State.RUNNING, at(10, 0), at(11, 30));
    now = at(12, 0);
    report(LATE, 2, State.RUNNING, at(10, 0), at(12, 0));
    now = at(12, 2);
  }

  private CoverageReport of(Instant from, Instant to, int bins) {
    return coverage.of(ROOT, TimeRange.between(from, to), Set.of(), Set.of(), bins);
  }

  @Test
  void gapIsWhatNobodyReportedLater() {
    twoHours();
    CoverageReport report = of(at(10, 0), at(12, 0), 4);
    assertThat(report.clients()).isEqualTo(4);
    assertThat(report.reporting()).isEqualTo(3);
    assertThat(report.gaps()).extracting(Gap::client).containsExactly(MUTE, GAP);
    Gap missed = report.gaps().getLast();
    assertThat(missed.from()).isEqualTo(at(10, 30));
    assertThat(missed.to()).isEqualTo(at(11, 0));
    assertThat(missed.hostname()).isEqualTo("ws-03");
    assertThat(report.assigned()).containsExactly(4, 4, 4, 4);
    assertThat(report.silent()).containsExactly(1, 2, 1, 1);
  }

  @Test
  void onlyClientsAssignedThenCount() {
    twoHours();
    CoverageReport before = of(at(8, 0), at(10, 0), 2);
    assertThat(before.clients()).isZero();
    assertThat(before.silent()).containsExactly(0, 0);
    CoverageReport other =
        coverage.of(
            ROOT,
            TimeRange.between(at(10, 0), at(12, 0)),
            Set.of("Linux.Events.Trackaccount"),
            Set.of(),
            2);
    assertThat(other.clients()).isZero();
    CoverageReport one =
        coverage.of(
            ROOT, TimeRange.between(at(10, 0), at(12, 0)), Set.of(PROCESSES), Set.of(GAP), 2);
    assertThat(one.clients()).isEqualTo(1);
    assertThat(one.silentClients()).isEqualTo(1);
  }

  /// What has not had time to be reported is not silence.
  @Test
  void theLastMomentsAreNoGap() {
    now = at(10, 1);
    CoverageReport report = of(at(9, 0), at(11, 0), 4);
    assertThat(report.gaps()).isEmpty();
  }

  @Test
  void lossInTheRangeIsCounted() {
    twoHours();
    store.append(
        TestEvents.batch(
            0,
            EpochNanos.of(at(11, 0)),
            GAP,
            "System.Events.Lost",
            "{\"Artifact\":\"" + PROCESSES + "\",\"Count\":17}"));
    assertThat(of(at(10, 0), at(12, 0), 2).lost()).isEqualTo(17);
    assertThat(of(at(10, 0), at(10, 30), 2).lost()).isZero();
  }
}
