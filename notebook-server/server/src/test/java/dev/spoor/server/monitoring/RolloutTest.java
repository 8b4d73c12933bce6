package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.monitoring.RolloutMatrix.CellClient;
import dev.spoor.server.monitoring.RolloutMatrix.Remedy;
import dev.spoor.server.monitoring.RolloutMatrix.State;
import dev.spoor.server.monitoring.TablePreview.QueryChange;
import dev.spoor.wire.Message;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Priority;
import dev.spoor.wire.StreamStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a change of a table would do, what was before, and where the table is in force.
class RolloutTest {
  private static final String LINUX = "Linux.Detection.ProcessCreation";
  private static final String WINDOWS = "Windows.Detection.ProcessCreation";
  private static final String ALERTS = "Server.Alerts.ProcessCreation";
  private static final String RUNS = "Custom.Runs.Something";
  private static final ClientId THIRD = new ClientId("C.00000000000000f3");
  private static final Principal IVO =
      new Principal.User(
          8,
          "ivo",
          "investigator",
          Set.of(
              Permission.READ_RESULTS, Permission.CLIENT_MONITORING, Permission.SERVER_MONITORING));

  @TempDir Path folder;
  private TestServer server;
  private RolloutMatrix matrix;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(
            folder,
            List.of(
                """
                name: Custom.Runs.Something
                type: CLIENT_EVENT
                parameters:
                  - name: Period
                    type: int
                    default: "60"
                sources:
                  - query: SELECT executes() AS Done FROM clock(period=Period)
                """));
    server.enrol(TestServer.DC01, "srv-dc01");
    server.enrol(TestServer.WEB02, "srv-web02");
    server.enrol(THIRD, "ws-0003");
    server.clients.changeLabels(
        TestServer.ROOT, List.of(TestServer.DC01, THIRD), Set.of("Tier0"), Set.of());
    matrix =
        new RolloutMatrix(server.clientMonitoring, server.states, server.clients, server.artifacts);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static TableEntry entry(String artifact, String... parameters) {
    Map<String, String> values = new java.util.HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      values.put(parameters[i], parameters[i + 1]);
    }
    return new TableEntry(artifact, values, Priority.NORMAL);
  }

  private static ClientMonitoringTable table(long version, LabelGroup... groups) {
    return new ClientMonitoringTable(version, List.of(groups));
  }

  private static LabelGroup group(String label, TableEntry... entries) {
    return new LabelGroup(label, List.of(entries));
  }

  private void save(ClientMonitoringTable wanted) {
    assertThat(server.clientMonitoring.save(TestServer.ROOT, wanted))
        .isInstanceOf(SaveResult.Saved.class);
  }

  @Test
  void aPreviewTellsWhoAndWhatWithoutChangingAnything() {
    save(table(0, group("", entry(LINUX)), group("tier0", entry(WINDOWS))));
    connect(TestServer.DC01);
    TablePreview preview =
        server.clientMonitoring.preview(
            TestServer.ROOT,
            table(
                1,
                group("", entry(LINUX)),
                group(
                    "tier0",
                    entry(WINDOWS, "CommandLineRegex", "schtasks"),
                    entry("Linux.Events.Trackaccount"))));
    assertThat(preview.mayLaunch()).isTrue();
    assertThat(preview.clients()).isEqualTo(2);
    assertThat(preview.silent()).isEqualTo(1);
    assertThat(preview.queries())
        .containsExactly(
            new QueryChange("Linux.Events.Trackaccount", 2, 0, 0),
            new QueryChange(WINDOWS, 0, 2, 0));
    assertThat(preview.changes())
        .extracting(EntryChange::kind)
        .containsExactly(EntryChange.Kind.CHANGED, EntryChange.Kind.ADDED);
    assertThat(server.clientMonitoring.table(TestServer.ROOT).version()).isEqualTo(1);
    assertThat(server.connected.get(TestServer.DC01)).isEmpty();
  }

  @Test
  void whatTwoGroupsWatchAlikeDoesNotRestart() {
    save(table(0, group("", entry(LINUX))));
    TablePreview preview =
        server.clientMonitoring.preview(
            TestServer.ROOT, table(1, group("", entry(LINUX)), group("tier0", entry(LINUX))));
    assertThat(preview.clients()).isZero();
    assertThat(preview.queries()).isEmpty();
    assertThat(preview.changes()).hasSize(1);
  }

  @Test
  void everyFaultIsToldAtOnceWithItsPlace() {
    TablePreview preview =
        server.clientMonitoring.preview(
            TestServer.ROOT,
            table(
                0,
                group(
                    "",
                    entry(LINUX, "CommandLineRegex", "a(b"),
                    entry("Linux.Events.Trackaccount", "LogonTypeRegex", "3"),
                    entry("No.Such"))));
    assertThat(preview.mayLaunch()).isFalse();
    assertThat(preview.faults())
        .extracting(TablePreview.Fault::artifact)
        .containsExactly(LINUX, "Linux.Events.Trackaccount", "No.Such");
    assertThat(preview.faults().getFirst().issues().getFirst().column()).isEqualTo(2);
    assertThat(preview.faults().get(1).issues().getFirst().message()).contains("JSON array");
    assertThat(preview.faults().get(2).message()).contains("does not exist");
  }

  @Test
  void rightsAreAskedForWhatIsNewOnly() {
    TablePreview asked =
        server.clientMonitoring.preview(IVO, table(0, group("tier0", entry(RUNS))));
    assertThat(asked.missing())
        .containsExactly(new TablePreview.MissingRight("tier0", RUNS, Permission.EXECVE));
    assertThat(asked.mayLaunch()).isFalse();
    save(table(0, group("tier0", entry(RUNS))));

    ClientMonitoringTable beside = table(1, group("", entry(LINUX)), group("tier0", entry(RUNS)));
    assertThat(server.clientMonitoring.preview(IVO, beside).mayLaunch()).isTrue();
    assertThat(server.clientMonitoring.save(IVO, beside)).isInstanceOf(SaveResult.Saved.class);
    ClientMonitoringTable changed =
        table(2, group("", entry(LINUX)), group("tier0", entry(RUNS, "Period", "5")));
    assertThat(server.clientMonitoring.preview(IVO, changed).missing()).hasSize(1);
    assertThatThrownBy(() -> server.clientMonitoring.save(IVO, changed))
        .hasMessageContaining("EXECVE");
    assertThat(server.clientMonitoring.save(IVO, table(2, group("", entry(LINUX)))))
        .as("taking away needs no such right")
        .isInstanceOf(SaveResult.Saved.class);
    assertThatThrownBy(() -> server.clientMonitoring.returnTo(IVO, 2, 3))
        .as("bringing back does")
        .hasMessageContaining("EXECVE");
    assertThat(server.clientMonitoring.table(IVO).version()).isEqualTo(3);
  }

  @Test
  void anotherPriorityKeepsWhatWasCompiled() {
    save(table(0, group("", entry(RUNS))));
    TableEntry first = new TableEntry(RUNS, Map.of(), Priority.HIGH);
    assertThat(server.clientMonitoring.save(IVO, table(1, group("", first))))
        .isInstanceOf(SaveResult.Saved.class);
    assertThat(server.clientMonitoring.compiledEntries().getFirst().entry().priority())
        .isEqualTo(Priority.HIGH);
  }

  @Test
  void historyTellsWhoChangedWhatAndOneStepGoesBack() {
    save(table(0, group("", entry(LINUX))));
    assertThat(
            server.clientMonitoring.save(
                IVO, table(1, group("", entry(LINUX, "UserRegex", "root")))))
        .isInstanceOf(SaveResult.Saved.class);
    TableVersion.Page history =
        server.clientMonitoring.history(TestServer.ROOT, Optional.empty(), 1);
    assertThat(history.versions()).hasSize(1);
    TableVersion newest = history.versions().getFirst();
    assertThat(newest.author()).isEqualTo("user:ivo");
    assertThat(newest.version()).isEqualTo(2);
    assertThat(newest.changes())
        .containsExactly(
            new EntryChange("", LINUX, entry(LINUX), entry(LINUX, "UserRegex", "root")));
    TableVersion first =
        server.clientMonitoring.history(TestServer.ROOT, history.next(), 10).versions().getFirst();
    assertThat(first.version()).isEqualTo(1);
    assertThat(first.changes().getFirst().kind()).isEqualTo(EntryChange.Kind.ADDED);

    assertThat(server.clientMonitoring.returnTo(IVO, 1, 1))
        .as("somebody saved meanwhile")
        .isInstanceOf(SaveResult.Conflict.class);
    assertThat(server.clientMonitoring.returnTo(IVO, 1, 2))
        .isInstanceOfSatisfying(
            SaveResult.Saved.class,
            saved ->
                assertThat(saved.table())
                    .isEqualTo(new ClientMonitoringTable(3, List.of(group("", entry(LINUX))))));
    assertThatThrownBy(() -> server.clientMonitoring.returnTo(IVO, 99, 3))
        .hasMessageContaining("no version 99");
  }

  @Test
  void theServersTableHasAPreviewAndAHistoryToo() {
    server.target("soc");
    ServerMonitoringTable wanted =
        new ServerMonitoringTable(0, List.of(entry(ALERTS, "WebhookTarget", "soc")));
    assertThat(server.serverMonitoring.preview(IVO, wanted).missing())
        .extracting(TablePreview.MissingRight::permission)
        .containsExactly(Permission.DELIVER);
    TablePreview preview = server.serverMonitoring.preview(TestServer.ROOT, wanted);
    assertThat(preview.mayLaunch()).isTrue();
    assertThat(preview.queries()).containsExactly(new QueryChange(ALERTS, 1, 0, 0));
    server.serverMonitoring.save(TestServer.ROOT, wanted);
    server.serverMonitoring.save(TestServer.ROOT, new ServerMonitoringTable(1, List.of()));
    assertThat(server.serverMonitoring.status(TestServer.ROOT)).isEmpty();
    assertThat(server.serverMonitoring.history(TestServer.ROOT, Optional.empty(), 10).versions())
        .extracting(TableVersion::version)
        .containsExactly(2L, 1L);
    assertThatThrownBy(() -> server.serverMonitoring.returnTo(IVO, 1, 2))
        .isInstanceOf(SpoorException.class)
        .hasMessageContaining("DELIVER");
    server.serverMonitoring.returnTo(TestServer.ROOT, 1, 2);
    assertThat(server.serverMonitoring.status(TestServer.ROOT)).hasSize(1);
  }

  private void connect(ClientId id) {
    server.clients.connected(
        id, "10.0.0.1", Duration.ZERO, server.clients.require(TestServer.ROOT, id).facts());
    server.connected.put(id, new ArrayList<>());
  }

  private void report(
      ClientId client, String artifact, StreamStatus.State state, @Nullable String error) {
    MonitoringUpdate update = server.clientMonitoring.table(client);
    int stream =
        update.entries().stream()
            .filter(one -> one.artifact().equals(artifact))
            .findFirst()
            .orElseThrow()
            .stream();
    server.states.status(
        client, new StreamStatus(1, stream, state, Instant.EPOCH, error, 0, null, 0, 0, 0, 0));
  }

  @Test
  void theMatrixShowsTheWorstOfEachCellAndWhoIsBehindIt() {
    save(table(0, group("", entry(LINUX)), group("tier0", entry(WINDOWS))));
    connect(TestServer.DC01);
    connect(TestServer.WEB02);
    report(TestServer.DC01, LINUX, StreamStatus.State.RUNNING, null);
    report(TestServer.WEB02, LINUX, StreamStatus.State.ERROR, "no audit");
    report(TestServer.DC01, WINDOWS, StreamStatus.State.PRECONDITION_FALSE, null);

    RolloutMatrix.Page page = matrix.page(TestServer.ROOT, Optional.empty(), 10);
    assertThat(page.columns())
        .containsExactly(new RolloutMatrix.Column("", 3), new RolloutMatrix.Column("tier0", 2));
    assertThat(page.lines())
        .extracting(RolloutMatrix.Line::artifact)
        .containsExactly(LINUX, WINDOWS);
    RolloutMatrix.Cell linux = page.lines().getFirst().cells().getFirst();
    assertThat(linux).isNotNull();
    assertThat(linux.worst()).isEqualTo(State.ERROR);
    assertThat(linux.counts()).isEqualTo(Map.of(State.ERROR, 1, State.RUNNING, 1, State.SILENT, 1));
    assertThat(page.lines().getFirst().cells().get(1)).as("not watched").isNull();
    RolloutMatrix.Cell windows = page.lines().get(1).cells().get(1);
    assertThat(windows).isNotNull();
    assertThat(windows.worst()).as("a client that is away is no fault").isEqualTo(State.SILENT);

    RolloutMatrix.CellPage behind =
        matrix.clients(TestServer.ROOT, "", LINUX, Optional.empty(), 0, 10);
    assertThat(behind.clients())
        .extracting(CellClient::hostname)
        .containsExactly("srv-web02", "srv-dc01", "ws-0003");
    assertThat(behind.clients().getFirst().reason()).isEqualTo("no audit");
    assertThat(behind.clients().getFirst().remedy()).isEqualTo(Remedy.RETRY);
    assertThat(behind.clients().get(2).reason())
        .isEqualTo("not connected: applies when it returns");
    assertThat(
            matrix
                .clients(
                    TestServer.ROOT, "tier0", WINDOWS, Optional.of(State.PRECONDITION_FALSE), 0, 10)
                .clients())
        .extracting(CellClient::reason)
        .containsExactly("does not apply: not Windows");
    assertThatThrownBy(() -> matrix.clients(TestServer.ROOT, "", WINDOWS, Optional.empty(), 0, 10))
        .hasMessageContaining("is not watched on all clients");
  }

  @Test
  void theMatrixAndItsCellsComeInPages() {
    save(table(0, group("", entry(LINUX), entry(WINDOWS), entry("Linux.Events.Trackaccount"))));
    RolloutMatrix.Page first = matrix.page(TestServer.ROOT, Optional.empty(), 2);
    assertThat(first.lines()).hasSize(2);
    RolloutMatrix.Page second = matrix.page(TestServer.ROOT, first.next(), 2);
    assertThat(second.lines()).extracting(RolloutMatrix.Line::artifact).containsExactly(WINDOWS);
    assertThat(second.next()).isEmpty();
    RolloutMatrix.CellPage clients =
        matrix.clients(TestServer.ROOT, "", LINUX, Optional.empty(), 0, 2);
    assertThat(clients.total()).isEqualTo(3);
    assertThat(clients.next()).contains(2);
    assertThat(matrix.clients(TestServer.ROOT, "", LINUX, Optional.empty(), 2, 2).clients())
        .hasSize(1);
  }

  @Test
  void lookingAssignsNoStreams() {
    save(table(0, group("", entry(LINUX))));
    matrix.page(TestServer.ROOT, Optional.empty(), 10);
    server.states.summary(TestServer.ROOT);
    StreamInfo first = server.stream(TestServer.WEB02, LINUX);
    assertThat(first.number()).isEqualTo(1);
  }

  @Test
  void aFailedQueryIsBegunAgainUnderItsStream() {
    save(table(0, group("", entry(LINUX))));
    connect(TestServer.DC01);
    server.clientMonitoring.sendAgain(IVO, TestServer.DC01, LINUX);
    List<Message> sent = server.connected.getOrDefault(TestServer.DC01, List.of());
    assertThat(sent).hasSize(2);
    MonitoringUpdate nudge = (MonitoringUpdate) sent.getFirst();
    MonitoringUpdate wanted = (MonitoringUpdate) sent.get(1);
    assertThat(wanted).isEqualTo(server.clientMonitoring.table(TestServer.DC01));
    assertThat(nudge.entries().getFirst().stream()).isEqualTo(wanted.entries().getFirst().stream());
    assertThat(nudge.entries().getFirst().vql())
        .isEqualTo(wanted.entries().getFirst().vql() + "\n");
    assertThat(nudge.tableVersion()).isNotEqualTo(wanted.tableVersion());
    assertThatThrownBy(() -> server.clientMonitoring.sendAgain(IVO, TestServer.WEB02, LINUX))
        .hasMessageContaining("not connected");
    assertThatThrownBy(() -> server.clientMonitoring.sendAgain(IVO, TestServer.DC01, WINDOWS))
        .hasMessageContaining("is not in the table");
  }
}
