package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.client.MonitoringStates.State;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.IngestResult;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryOutcome.End;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QueryRun;
import dev.spoor.vql.value.Row;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Priority;
import dev.spoor.wire.StreamStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of clients through journal, store, server monitoring, outbox and queries.
class PipelineTest {
  private static final String LINUX = "Linux.Detection.ProcessCreation";
  private static final String ALERTS = "Server.Alerts.ProcessCreation";
  private static final String BLOG_QUERY =
      "SELECT EventData.UtcTime as UtcTime, EventData.CommandLine as CommandLine, Hostname,"
          + " ClientId FROM source(artifact='Server.Alerts.ProcessCreation')";
  private static final Principal READER =
      new Principal.User(7, "rita", "reader", Set.of(Permission.READ_RESULTS));

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    server.enrol(TestServer.DC01, "srv-dc01");
    server.enrol(TestServer.WEB02, "srv-web02");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart() throws Exception {
    server.close();
    server = new TestServer(folder);
  }

  private void launchAlerts(String target) {
    long version = server.serverMonitoring.table(TestServer.ROOT).version();
    Map<String, String> parameters = target.isEmpty() ? Map.of() : Map.of("WebhookTarget", target);
    assertThat(
            server.serverMonitoring.save(
                TestServer.ROOT,
                new ServerMonitoringTable(
                    version, List.of(new TableEntry(ALERTS, parameters, Priority.NORMAL)))))
        .isInstanceOf(SaveResult.Saved.class);
    TestServer.await(
        "the query runs",
        () -> server.serverMonitoring.status(TestServer.ROOT).getFirst().state().equals("running"));
  }

  private List<Delivery> deliveries() {
    return server.deliveries.page(
        TestServer.ROOT, null, Instant.parse("2200-01-01T00:00:00Z"), 1000);
  }

  @Test
  void commandBecomesRowAlertAndMessage() throws Exception {
    server.target("soc");
    launchAlerts("soc");
    StreamInfo stream = server.stream(TestServer.DC01, LINUX);
    server.send(stream, 1, 1, TestServer.process("schtasks /Create /ru system /p adminpw"));
    TestServer.await("the message is queued", () -> deliveries().size() == 1);
    TestServer.await("the alert", () -> alertsNow() == 1);

    assertThat(server.query(BLOG_QUERY))
        .containsExactly(
            "{\"UtcTime\":\"2026-11-24 09:41:07.218\","
                + "\"CommandLine\":\"schtasks /Create /ru system /p adminpw\","
                + "\"Hostname\":\"srv-dc01\",\"ClientId\":\"C.00000000000000d1\"}");
    assertThat(server.query("SELECT ClientId, _Source FROM source(artifact='" + LINUX + "')"))
        .containsExactly("{\"ClientId\":\"C.00000000000000d1\",\"_Source\":\"" + LINUX + "\"}");
    String payload = deliveries().getFirst().toString();
    assertThat(payload)
        .contains("/ru system")
        .contains("srv-dc01")
        .contains("C.00000000000000d1")
        .doesNotContain("adminpw");
  }

  @Test
  void everyRowGivesOneAlertAndOneMessageThoughTheServerStopsInBetween() throws Exception {
    server.target("soc");
    launchAlerts("soc");
    for (int life = 0; life < 4; life++) {
      StreamInfo stream = server.stream(TestServer.DC01, LINUX);
      for (int i = 0; i < 25; i++) {
        server.send(stream, 1, life * 25L + i + 1, TestServer.process("run " + (life * 25 + i)));
      }
      // the last rows of a life are consumed in the next one
      restart();
    }
    TestServer.await("all messages are queued", () -> deliveries().size() >= 100);
    TestServer.await("all alerts", () -> alertsNow() >= 100);
    List<String> lines =
        server.query("SELECT EventData.CommandLine AS C FROM source(artifact='" + ALERTS + "')");
    assertThat(lines).hasSize(100).doesNotHaveDuplicates();
    assertThat(deliveries()).hasSize(100);
  }

  @Test
  void eventThatComesInTwoStreamsIsToldOnce() throws Exception {
    server.target("soc");
    launchAlerts("soc");
    StreamInfo one = server.stream(TestServer.DC01, LINUX);
    StreamInfo other =
        server.streams.assigned(TestServer.DC01, LINUX, one.artifactVersion(), "", "other");
    for (int i = 1; i <= 3; i++) {
      String row =
          TestServer.process("run " + i)
              .replaceFirst("^\\{", "{\"_NativeId\":\"audit:b:" + i + "\",");
      server.send(one, 1, i, row);
      server.send(other, 1, i, row);
    }
    // the same number on another machine is another event
    server.send(
        server.stream(TestServer.WEB02, LINUX),
        1,
        1,
        TestServer.process("run").replaceFirst("^\\{", "{\"_NativeId\":\"audit:b:1\","));
    TestServer.await("all alerts", () -> alertsNow() == 7);
    TestServer.await("all messages", () -> deliveries().size() >= 4);
    assertThat(deliveries()).hasSize(4);
  }

  private int alertsNow() {
    try {
      return server.query("SELECT ClientId FROM source(artifact='" + ALERTS + "')").size();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rowOfAnUnknownStreamIsRejectedCountedAndAudited() throws Exception {
    StreamInfo stream = server.stream(TestServer.DC01, LINUX);
    StreamInfo stolen = new StreamInfo(stream.number(), TestServer.WEB02, LINUX, 1, "", "test");
    IngestResult result = server.send(stolen, 1, 1, TestServer.process("x"));
    assertThat(result).isInstanceOf(IngestResult.Rejected.class);
    assertThat(server.ingest.counters().read().rejected()).isEqualTo(1);
    assertThat(server.query("SELECT * FROM source(artifact='" + LINUX + "')")).isEmpty();
    String audited =
        server.database.read(tx -> server.audit.page(tx, Long.MAX_VALUE, 10)).toString();
    assertThat(audited).contains("ingest.reject").contains("client:C.00000000000000e2");
  }

  @Test
  void refusedRowShowsAsLossAndTheOthersAreKept() throws Exception {
    StreamInfo stream = server.stream(TestServer.DC01, LINUX);
    String[] rows = {TestServer.process("a"), "{\"broken\":", TestServer.process("b")};
    assertThat(server.send(stream, 1, 1, rows)).isEqualTo(new IngestResult.Accepted(3, 2, 0, 1));
    assertThat(server.send(stream, 1, 1, rows)).isEqualTo(new IngestResult.Accepted(3, 0, 2, 1));
    assertThat(server.query("SELECT EventData FROM source(artifact='" + LINUX + "')")).hasSize(2);
    assertThat(
            server.query(
                "SELECT Artifact, FirstSeq, Count, ClientId FROM"
                    + " source(artifact='System.Events.Lost')"))
        .containsExactly(
            "{\"Artifact\":\""
                + LINUX
                + "\",\"FirstSeq\":2,\"Count\":1,"
                + "\"ClientId\":\"C.00000000000000d1\"}");
  }

  @Test
  void sourceTakesClientsLabelsAndTimes() throws Exception {
    StreamInfo dc = server.stream(TestServer.DC01, LINUX);
    StreamInfo web = server.stream(TestServer.WEB02, LINUX);
    server.send(dc, 1, 1, TestServer.process("one"));
    server.send(
        web,
        1,
        1,
        "{\"Timestamp\":\"2026-10-01T00:00:00Z\",\"EventData\":{\"CommandLine\":\"two\"}}");
    server.clients.changeLabels(
        TestServer.ROOT, List.of(TestServer.WEB02), Set.of("web"), Set.of());
    String from = "SELECT EventData.CommandLine AS C FROM source(artifact='" + LINUX + "'";
    assertThat(server.query(from + ", client_id='" + TestServer.DC01 + "')"))
        .containsExactly("{\"C\":\"one\"}");
    assertThat(server.query(from + ", label='web')")).containsExactly("{\"C\":\"two\"}");
    assertThat(server.query(from + ", end_time='2026-10-02T00:00:00Z')"))
        .containsExactly("{\"C\":\"two\"}");
    assertThat(server.query(from + ") WHERE EventData.CommandLine =~ '^O'"))
        .containsExactly("{\"C\":\"one\"}");
    assertThat(server.query(from + ") WHERE Hostname = 'srv-web02'"))
        .containsExactly("{\"C\":\"two\"}");
    List<String> rows = new ArrayList<>();
    server.run(
        QueryRequest.of(TestServer.ROOT, from + ")")
            .withTimeRange(
                TimeRange.between(
                    Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"))),
        rows);
    assertThat(rows).as("the notebook's range").containsExactly("{\"C\":\"one\"}");
  }

  @Test
  void rightsAreCheckedAndErrorsHavePositions() throws Exception {
    assertThatThrownBy(() -> server.query(READER, "SELECT 1 FROM scope()"))
        .isInstanceOf(SpoorException.class);
    Principal blind = new Principal.User(8, "bert", "x", Set.of(Permission.QUERY));
    List<String> rows = new ArrayList<>();
    QueryOutcome refused =
        server.run(QueryRequest.of(blind, "SELECT * FROM source(artifact='X')"), rows);
    assertThat(refused.end()).isInstanceOf(End.Failed.class);
    assertThat(((End.Failed) refused.end()).code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(((End.Failed) refused.end()).problems().getFirst().column()).isEqualTo(15);
    QueryOutcome wrong = server.run(QueryRequest.of(TestServer.ROOT, "SELECT *\n  FRM x"), rows);
    assertThat(((End.Failed) wrong.end()).code()).isEqualTo(ErrorCode.INVALID_QUERY);
    assertThat(((End.Failed) wrong.end()).problems().getFirst().line()).isEqualTo(2);
  }

  @Test
  void endlessQueryIsCancelledAtOnce() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    QueryRun run =
        server.queries.submit(
            QueryRequest.of(
                TestServer.ROOT, "SELECT * FROM watch_monitoring(artifact='" + LINUX + "')"),
            new QueryListener() {
              @Override
              public void started() {
                started.countDown();
              }

              @Override
              public void row(int statement, Row row) {
                // none comes
              }

              @Override
              public void finished(QueryOutcome outcome) {
                // the future completes
              }
            });
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    long before = System.nanoTime();
    run.cancel();
    assertThat(run.outcome().get(20, TimeUnit.SECONDS).end()).isInstanceOf(End.Cancelled.class);
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(2));
  }

  @Test
  void clientTableIsCompiledPerClientAndLabel() throws Exception {
    server.connected.put(TestServer.DC01, new ArrayList<>());
    String regex = "(?:(\\/ru)|(\\/p)|(\\/s))";
    TableEntry everywhere = new TableEntry(LINUX, Map.of("CommandLineRegex", regex), Priority.HIGH);
    TableEntry forWeb = new TableEntry(LINUX, Map.of(), Priority.NORMAL);
    ClientMonitoringTable wanted =
        new ClientMonitoringTable(
            0,
            List.of(
                new LabelGroup("", List.of(everywhere)),
                new LabelGroup("web", List.of(forWeb, everywhere))));
    assertThat(server.clientMonitoring.save(TestServer.ROOT, wanted))
        .isInstanceOf(SaveResult.Saved.class);
    assertThat(server.clientMonitoring.save(TestServer.ROOT, wanted))
        .as("an old version")
        .isInstanceOf(SaveResult.Conflict.class);

    MonitoringUpdate sent = (MonitoringUpdate) server.connected.get(TestServer.DC01).getFirst();
    assertThat(sent.entries()).hasSize(1);
    MonitoringEntry entry = sent.entries().getFirst();
    assertThat(entry.env())
        .containsEntry("CommandLineRegex", regex)
        .containsEntry("UserRegex", ".");
    assertThat(entry.vql()).contains("FROM watch_processes()");
    assertThat(entry.precondition()).contains("linux");
    assertThat(entry.priority()).isEqualTo(Priority.HIGH);
    assertThat(entry.plugins()).containsExactly("watch_processes");
    assertThat(server.streams.of(TestServer.DC01, entry.stream())).isPresent();
    assertThat(server.streams.of(TestServer.WEB02, entry.stream())).isEmpty();

    server.connected.put(TestServer.WEB02, new ArrayList<>());
    server.clients.changeLabels(
        TestServer.ROOT, List.of(TestServer.WEB02), Set.of("Web"), Set.of());
    MonitoringUpdate both = (MonitoringUpdate) server.connected.get(TestServer.WEB02).getFirst();
    assertThat(both.entries()).as("equal parameters run once").hasSize(2);

    long version = server.clientMonitoring.table(TestServer.DC01).tableVersion();
    restart();
    assertThat(server.clientMonitoring.table(TestServer.DC01).tableVersion()).isEqualTo(version);
    assertThatThrownBy(
            () ->
                server.clients.changeLabels(
                    new Principal.User(
                        9,
                        "lisa",
                        "analyst",
                        Set.of(Permission.LABEL_CLIENT, Permission.READ_RESULTS)),
                    List.of(TestServer.DC01),
                    Set.of("web"),
                    Set.of()))
        .as("the label switches something on")
        .isInstanceOf(SpoorException.class);
  }

  @Test
  void clientTableRefusesWhatCannotRun() {
    assertRefused(new TableEntry("No.Such", Map.of(), Priority.NORMAL), "does not exist");
    assertRefused(new TableEntry(ALERTS, Map.of(), Priority.NORMAL), "not a client event artifact");
    assertRefused(
        new TableEntry(LINUX, Map.of("CommandLineRegex", "("), Priority.NORMAL),
        "is not a regular expression");
    assertRefused(
        new TableEntry(LINUX, Map.of("Nope", "x"), Priority.NORMAL), "has no parameter \"Nope\"");
    assertThatThrownBy(
            () -> server.clientMonitoring.save(READER, new ClientMonitoringTable(0, List.of())))
        .hasMessageContaining("CLIENT_MONITORING");
  }

  private void assertRefused(TableEntry entry, String why) {
    assertThatThrownBy(
            () ->
                server.clientMonitoring.save(
                    TestServer.ROOT,
                    new ClientMonitoringTable(0, List.of(new LabelGroup("", List.of(entry))))))
        .isInstanceOf(SpoorException.class)
        .hasMessageContaining(why);
  }

  @Test
  void statesComeFromWhatTheClientReports() {
    server.clientMonitoring.save(
        TestServer.ROOT,
        new ClientMonitoringTable(
            0,
            List.of(
                new LabelGroup("", List.of(new TableEntry(LINUX, Map.of(), Priority.NORMAL))))));
    ClientId dc = TestServer.DC01;
    assertThat(server.states.states(dc)).extracting(State::state).containsExactly("pending");
    int stream = server.clientMonitoring.table(dc).entries().getFirst().stream();
    Instant since = Instant.parse("2026-11-24T09:00:00Z");
    server.states.status(
        dc,
        new StreamStatus(
            5, stream, StreamStatus.State.ERROR, since, "no audit rights", 0, null, 0, 0, 0, 0));
    State state = server.states.states(dc).getFirst();
    assertThat(state.state()).isEqualTo("error");
    assertThat(state.error()).isEqualTo("no audit rights");
    assertThat(server.states.counts(dc).error()).isEqualTo(1);
    assertThat(server.states.summary(TestServer.ROOT).getFirst().counts())
        .isEqualTo(Map.of("error", 1, "pending", 1));
    server.coverage.flush();
    server.states.status(
        dc,
        new StreamStatus(5, stream, StreamStatus.State.RUNNING, since, null, 9, since, 9, 9, 9, 0));
    server.coverage.flush();
    server.coverage.flush();
    assertThat(server.states.states(dc)).extracting(State::state).containsExactly("running");
  }

  @Test
  void serverQueryHasNoMoreRightsThanItsLauncher() {
    Principal poor =
        new Principal.User(
            3, "ida", "x", Set.of(Permission.SERVER_MONITORING, Permission.READ_RESULTS));
    assertThatThrownBy(
            () ->
                server.serverMonitoring.save(
                    poor,
                    new ServerMonitoringTable(
                        0, List.of(new TableEntry(ALERTS, Map.of(), Priority.NORMAL)))))
        .isInstanceOf(SpoorException.class)
        .hasMessageContaining("DELIVER");
  }

  @Test
  void missingTargetCostsTheMessageNotTheQuery() throws Exception {
    launchAlerts("gone");
    StreamInfo stream = server.stream(TestServer.DC01, LINUX);
    server.send(stream, 1, 1, TestServer.process("a"), TestServer.process("b"));
    TestServer.await("both rows", () -> alertsNow() == 2);
    TestServer.await(
        "the log says so",
        () ->
            server
                .serverMonitoring
                .status(TestServer.ROOT)
                .getFirst()
                .log()
                .toString()
                .contains("gone"));
    assertThat(server.serverMonitoring.status(TestServer.ROOT).getFirst().state())
        .isEqualTo("running");
  }
}
