package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.event.TimeRange;
import dev.spoor.server.monitoring.coverage.AssignmentHistory;
import dev.spoor.server.monitoring.coverage.FleetCoverage;
import dev.spoor.wire.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignmentHistoryTest {
  private static final String LINUX = "Linux.Detection.ProcessCreation";

  @TempDir Path folder = Path.of("");

  /// Seen by the fleet's coverage, a quarter of an hour later.
  private static int clients(TestServer server, Instant from) {
    FleetCoverage coverage =
        new FleetCoverage(
            server.database,
            server.coverage,
            server.streams,
            server.clients,
            server.store,
            InstantSource.offset(InstantSource.system(), Duration.ofMinutes(15)));
    return coverage
        .of(
            TestServer.ROOT,
            TimeRange.between(from, from.plus(Duration.ofHours(1))),
            Set.of(),
            Set.of(),
            4)
        .clients();
  }

  @Test
  void tableAndLabelsSayWhoIsToReport() throws Exception {
    try (TestServer server = new TestServer(folder);
        AssignmentHistory history =
            new AssignmentHistory(
                server.database, server.clientMonitoring, server.clients, InstantSource.system())) {
      server.enrol(TestServer.DC01, "srv-dc01");
      server.enrol(TestServer.WEB02, "srv-web02");
      history.start();
      Instant from = Instant.now();
      assertThat(clients(server, from)).isZero();
      server.clientMonitoring.save(
          TestServer.ROOT,
          new ClientMonitoringTable(
              0,
              List.of(
                  new LabelGroup(
                      "tier0", List.of(new TableEntry(LINUX, Map.of(), Priority.NORMAL))))));
      history.look();
      assertThat(clients(server, from)).isZero();
      server.clients.changeLabels(
          TestServer.ROOT, List.of(TestServer.DC01), Set.of("tier0"), Set.of());
      history.look();
      assertThat(clients(server, from)).isEqualTo(1);
      server.clients.changeLabels(
          TestServer.ROOT, List.of(TestServer.DC01), Set.of(), Set.of("tier0"));
      history.look();
      assertThat(clients(server, from)).as("it was to report then").isEqualTo(1);
      assertThat(clients(server, Instant.now())).isZero();
    }
  }
}
