package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertFilter;
import dev.spoor.server.alert.AlertOrder;
import dev.spoor.server.alert.AlertValue;
import dev.spoor.server.alert.Severity;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.wire.Priority;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a row of a client to an alert in the inbox, by server event queries and by `alert()`.
class AlertFlowTest {
  private static final String PROCESSES = "Linux.Detection.ProcessCreation";
  private static final String RAISES =
      """
      name: Custom.Raises
      type: SERVER_EVENT
      required_permissions:
        - READ_RESULTS
      sources:
        - query: |
            SELECT alert(name='Task', severity='critical', title='Task made elsewhere',
                         why='the switch /s', dedup=60, event=dict(EventData=EventData,
                         ClientId=ClientId, _EventId=_EventId),
                         condition=EventData.CommandLine =~ 'schtasks') AS Raised
            FROM watch_monitoring(artifact='Linux.Detection.ProcessCreation')
      """;
  private static final String BOTH =
      """
      name: Server.Alerts.Both
      type: SERVER_EVENT
      required_permissions:
        - READ_RESULTS
      sources:
        - query: |
            SELECT ClientId, alert(name='Own', ClientId=ClientId, N=N) AS Raised
            FROM watch_monitoring(artifact='Linux.Detection.ProcessCreation')
      """;

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data, List.of(RAISES, BOTH));
    server.enrol(TestServer.DC01, "srv-dc01");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void launch(String artifact, Map<String, String> parameters) {
    server.serverMonitoring.save(
        TestServer.ROOT,
        new ServerMonitoringTable(
            server.serverMonitoring.table(TestServer.ROOT).version(),
            List.of(new TableEntry(artifact, parameters, Priority.NORMAL))));
    TestServer.await(
        "the query runs",
        () ->
            !server.serverMonitoring.status(TestServer.ROOT).isEmpty()
                && server
                    .serverMonitoring
                    .status(TestServer.ROOT)
                    .getFirst()
                    .state()
                    .equals("running"));
  }

  private List<Alert> alerts() {
    return server
        .alerts
        .page(TestServer.ROOT, AlertFilter.OPEN, AlertOrder.INBOX, null, 100)
        .alerts();
  }

  private long detections() {
    return alerts().stream().mapToLong(Alert::count).sum();
  }

  @Test
  void rowsOfServerAlertArtifactsAreInTheInboxWithTheirDeliveries() throws Exception {
    server.target("soc");
    launch("Server.Alerts.ProcessCreation", Map.of("WebhookTarget", "soc"));
    StreamInfo stream = server.stream(TestServer.DC01, PROCESSES);
    server.send(
        stream,
        1,
        1,
        TestServer.process("schtasks /Create a"),
        TestServer.process("schtasks /Create b"),
        TestServer.process("schtasks /Create a"));
    TestServer.await("three are counted", () -> detections() == 3);

    Alert alert = alerts().getFirst();
    assertThat(alerts()).hasSize(1);
    assertThat(alert.rule()).isEqualTo("Server.Alerts.ProcessCreation");
    assertThat(alert.title()).isEqualTo("Watched process started");
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    assertThat(alert.entity().client()).isEqualTo(TestServer.DC01);
    assertThat(alert.hostname()).isEqualTo("srv-dc01");
    assertThat(alert.first()).isEqualTo("2026-11-24T09:41:07.218Z");
    assertThat(server.alerts.values(TestServer.ROOT, alert.id(), 10))
        .extracting(AlertValue::count)
        .containsExactly(2L, 1L);
    assertThat(server.alerts.events(TestServer.ROOT, alert.id(), 0, 10))
        .allMatch(event -> event.eventId().startsWith(TestServer.DC01 + "."))
        .allMatch(event -> event.delivery() != null);
    assertThat(server.alerts.deliveryKeys(TestServer.ROOT, alert.id()))
        .allMatch(
            key ->
                server
                        .deliveries
                        .page(TestServer.ROOT, null, Instant.parse("2200-01-01T00:00:00Z"), 10)
                        .stream()
                        .filter(delivery -> delivery.eventId().equals(key))
                        .count()
                    == 1)
        .hasSize(3);
    List<String> audited =
        server.database.read(
            tx ->
                server.audit.page(tx, Long.MAX_VALUE, 100).stream()
                    .map(row -> row.principal() + " " + row.action())
                    .toList());
    assertThat(audited).contains("service:Server.Alerts.ProcessCreation alert.raise");
  }

  @Test
  void alertsSurviveARestartAndNoEventCountsTwice() throws Exception {
    launch("Server.Alerts.ProcessCreation", Map.of());
    StreamInfo stream = server.stream(TestServer.DC01, PROCESSES);
    server.send(stream, 1, 1, TestServer.process("a"), TestServer.process("b"));
    TestServer.await("two are counted", () -> detections() == 2);
    server.close();
    start();
    server.send(stream, 1, 3, TestServer.process("c"));
    TestServer.await("the third is counted", () -> detections() >= 3);
    server.send(stream, 1, 4, TestServer.process("d"));
    TestServer.await("the fourth is counted", () -> detections() >= 4);
    assertThat(detections()).isEqualTo(4);
  }

  @Test
  void alertTakesTheArgumentsOfTheField() throws Exception {
    launch("Custom.Raises", Map.of());
    StreamInfo stream = server.stream(TestServer.DC01, PROCESSES);
    server.send(
        stream, 1, 1, TestServer.process("ls"), TestServer.process("schtasks /Create /s dc01"));
    TestServer.await("one is raised", () -> detections() == 1);
    Alert alert = alerts().getFirst();
    assertThat(alert.rule()).isEqualTo("Task");
    assertThat(alert.title()).isEqualTo("Task made elsewhere");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.why()).isEqualTo("the switch /s");
    assertThat(alert.entity().client()).isEqualTo(TestServer.DC01);
    assertThat(alert.entity().keyValue()).isEqualTo("schtasks /Create /s dc01");
  }

  @Test
  void anArtifactThatRaisesItselfRaisesNothingBeside() throws Exception {
    launch("Server.Alerts.Both", Map.of());
    StreamInfo stream = server.stream(TestServer.DC01, PROCESSES);
    server.send(stream, 1, 1, "{\"N\":1}", "{\"N\":2}");
    TestServer.await("both are raised", () -> detections() == 2);
    server.send(stream, 1, 3, "{\"N\":3}");
    TestServer.await("the third is raised", () -> detections() == 3);
    assertThat(alerts()).extracting(Alert::rule).containsExactly("Own");
  }

  @Test
  void alertInAQueryNeedsTheRight() throws Exception {
    String vql =
        "SELECT alert(name='Found by hand', client_id='C.00000000000000d1', account='adm_peter',"
            + " severity='low') AS A, alert(name='Not', condition=FALSE) AS B FROM scope()";
    Principal ada = new Principal.User(7, "ada", "analyst", Role.ANALYST.permissions());
    assertThat(server.query(ada, vql)).containsExactly("{\"A\":true,\"B\":false}");
    assertThat(server.query(ada, vql)).containsExactly("{\"A\":true,\"B\":false}");
    assertThat(alerts()).hasSize(1);
    assertThat(alerts().getFirst().entity().account()).isEqualTo("adm_peter");
    Principal rita =
        new Principal.User(8, "rita", "reader", Set.of(Permission.QUERY, Permission.READ_RESULTS));
    assertThat(server.run(QueryRequest.of(rita, vql), new ArrayList<>()).toString())
        .contains("FORBIDDEN")
        .contains("ALERT_EDIT");
    assertThat(detections()).isEqualTo(1);
  }
}
