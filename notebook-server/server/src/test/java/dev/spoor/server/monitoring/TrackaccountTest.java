package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.wire.Priority;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a logon that a client reports to an alert and a message.
class TrackaccountTest {
  private static final String LINUX = "Linux.Events.Trackaccount";
  private static final String ALERTS = "Server.Alerts.Trackaccount";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    server.enrol(TestServer.DC01, "srv-dc01");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String logon(int id, String account) {
    return "{\"EventTime\":\"2026-11-24T09:41:07.218Z\",\"EventID\":"
        + id
        + ",\"SourceComputer\":\"srv-dc01\",\"TargetUserName\":\""
        + account
        + "\",\"LogonType\":10,\"IpAddress\":\"192.0.2.7\"}";
  }

  @Test
  void aLogonBecomesAnAlertAndAMessage() throws Exception {
    server.target("soc");
    server.serverMonitoring.save(
        TestServer.ROOT,
        new ServerMonitoringTable(
            server.serverMonitoring.table(TestServer.ROOT).version(),
            List.of(new TableEntry(ALERTS, Map.of("WebhookTarget", "soc"), Priority.NORMAL))));
    TestServer.await(
        "the query runs",
        () -> server.serverMonitoring.status(TestServer.ROOT).getFirst().state().equals("running"));
    StreamInfo stream = server.stream(TestServer.DC01, LINUX);
    server.send(stream, 1, 1, logon(4624, "adm_peter"), logon(4625, "svc_iis"));
    TestServer.await("two messages are queued", () -> deliveries().size() == 2);

    assertThat(
            server.query(
                "SELECT TargetUserName, EventID, Hostname, ClientId, SourceArtifact FROM"
                    + " source(artifact='"
                    + ALERTS
                    + "')"))
        .containsExactlyInAnyOrder(
            "{\"TargetUserName\":\"adm_peter\",\"EventID\":4624,\"Hostname\":\"srv-dc01\","
                + "\"ClientId\":\"C.00000000000000d1\",\"SourceArtifact\":\""
                + LINUX
                + "\"}",
            "{\"TargetUserName\":\"svc_iis\",\"EventID\":4625,\"Hostname\":\"srv-dc01\","
                + "\"ClientId\":\"C.00000000000000d1\",\"SourceArtifact\":\""
                + LINUX
                + "\"}");
    assertThat(deliveries().stream().map(Delivery::message))
        .anyMatch(
            text ->
                text.contains("adm_peter logged on to srv-dc01")
                    && text.contains("\"time\":\"2026-11-24T09:41:07.218Z\""))
        .anyMatch(text -> text.contains("svc_iis was refused by srv-dc01"));
  }

  @Test
  void everyBuiltInArtifactCompilesWithItsDefaults() {
    List<KnownArtifact> all = server.artifacts.list(TestServer.ROOT, Optional.empty());
    assertThat(all).hasSizeGreaterThanOrEqualTo(7);
    for (KnownArtifact known : all) {
      if (!known.artifact().sources().isEmpty()) {
        assertThat(server.compiler.compile(known.artifact(), known.version(), Map.of()).sources())
            .as(known.artifact().name())
            .isNotEmpty();
      }
    }
  }

  private List<Delivery> deliveries() {
    return server.deliveries.page(
        TestServer.ROOT, null, Instant.parse("2200-01-01T00:00:00Z"), 100);
  }
}
