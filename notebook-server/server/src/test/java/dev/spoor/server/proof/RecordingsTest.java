package dev.spoor.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.monitoring.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  private static final String PROCESSES = "Windows.Detection.ProcessCreation";

  @TempDir Path folder;
  private TestServer server;
  private Recordings recordings;
  private RetroHunts hunts;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    server.enrol(TestServer.DC01, "srv-dc01");
    server.enrol(TestServer.WEB02, "srv-web02");
    InstantSource clock = InstantSource.system();
    recordings =
        new Recordings(
            server.database, server.audit, server.store, folder.resolve("recordings"), clock);
    recordings.start();
    hunts =
        new RetroHunts(
            server.database,
            server.audit,
            server.artifacts,
            server.compiler,
            server.store,
            server.queries,
            () -> server.journal.endLsn(),
            clock);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private long blobs() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("recordings"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private void processes() throws Exception {
    StreamInfo dc = server.stream(TestServer.DC01, PROCESSES);
    StreamInfo web = server.stream(TestServer.WEB02, PROCESSES);
    server.send(
        dc,
        1,
        1,
        row("2026-11-22T09:00:00Z", "schtasks /create /s A /p x", "cmd.exe", "m"),
        row("2026-11-24T09:00:00Z", "schtasks /create /s B /p x", "cmd.exe", "m"),
        row("2026-11-24T09:05:00Z", "notepad", "explorer.exe", "m"));
    server.send(web, 1, 1, row("2026-11-24T10:00:00Z", "schtasks /s C /p y", "ps.exe", "adm"));
    TestServer.await("all is visible", () -> server.store.visibleUpTo() >= server.journal.endLsn());
  }

  private static String row(String time, String commandLine, String parent, String user) {
    return "{\"ID\":1,\"Timestamp\":\"%s\",\"EventData\":{\"Image\":\"C:\\\\Windows\\\\System32\\\\schtasks.exe\",\"CommandLine\":\"%s\",\"ParentImage\":\"%s\",\"User\":\"%s\"}}"
        .formatted(time, commandLine, parent, user);
  }

  @Test
  void isKeptWithWhatItHolds() throws Exception {
    StoredRecording kept =
        recordings.add(
            TestServer.ROOT,
            "schtasks",
            "our own",
            "",
            BuiltInTests.recording("recordings/sysmon-schtasks.jsonl").open());
    assertThat(kept.rows()).isEqualTo(3);
    assertThat(kept.host()).isEqualTo("WS07.corp.example");
    assertThat(kept.eventIds()).containsExactly("1");
    assertThat(kept.licence()).contains("Apache-2.0");
    assertThat(kept.parts())
        .containsExactly(Map.entry("watch_evtx(Microsoft-Windows-Sysmon/Operational)", 3L));
    assertThat(String.valueOf(kept.first())).startsWith("2026-03-02T09:14:02");
    assertThat(recordings.list(TestServer.ROOT)).containsExactly(kept);
    ReplayResult result =
        new Replay(new TestDefinitions())
            .run(
                ReplayRequest.of(
                    new Subject.OfArtifact(PROCESSES, Map.of()),
                    recordings.open(TestServer.ROOT, kept.id())));
    assertThat(result.rows()).hasSize(3);
    recordings.delete(TestServer.ROOT, kept.id());
    assertThat(recordings.list(TestServer.ROOT)).isEmpty();
    assertThat(blobs()).isZero();
  }

  @Test
  void theSameBytesAreKeptOnce() throws Exception {
    StoredRecording one =
        recordings.add(
            TestServer.ROOT,
            "a",
            "",
            "",
            BuiltInTests.recording("recordings/sysmon-pipes.jsonl").open());
    recordings.add(
        TestServer.ROOT,
        "b",
        "",
        "",
        BuiltInTests.recording("recordings/sysmon-pipes.jsonl").open());
    assertThat(blobs()).isEqualTo(1);
    recordings.delete(TestServer.ROOT, one.id());
    assertThat(blobs()).isEqualTo(1);
    assertThat(recordings.open(TestServer.ROOT, "b").size()).isPositive();
  }

  @Test
  void whatCannotBeReplayedIsRefusedAndLeavesNothing() throws Exception {
    assertThatThrownBy(() -> recordings.add(TestServer.ROOT, "x", "", "", bytes("{\"a\":1}\n")))
        .isInstanceOf(SpoorException.class)
        .hasMessageContaining("x has no row that can be replayed")
        .hasMessageContaining("line 1: the row says no source");
    assertThat(blobs()).isZero();
    Principal reader = new Principal.User(2, "reader", "reader", Set.of(Permission.READ_RESULTS));
    assertThatThrownBy(() -> recordings.add(reader, "x", "", "", bytes("{}")))
        .hasMessage("user:reader may not add recordings: that needs ARTIFACT_WRITE");
  }

  @Test
  void storedRowsBecomeARecordingThatReplays() throws Exception {
    processes();
    StoredRecording saved =
        recordings.save(
            TestServer.ROOT,
            "yesterday",
            "internal",
            new RecordingSelection(Set.of(PROCESSES), Set.of(TestServer.DC01), TimeRange.ALL));
    assertThat(saved.parts().keySet())
        .containsExactlyInAnyOrder(
            "watch_evtx(Microsoft-Windows-Sysmon/Operational)",
            "watch_monitoring(" + PROCESSES + ")");
    Replay replay = new Replay(new TestDefinitions());
    ReplayResult client =
        replay.run(
            ReplayRequest.of(
                new Subject.OfArtifact(PROCESSES, Map.of("CommandLineRegex", "/s .+ /p")),
                recordings.open(TestServer.ROOT, saved.id())));
    assertThat(client.error()).isNull();
    assertThat(client.rows()).hasSize(2);
    ReplayResult onServer =
        replay.run(
            ReplayRequest.of(
                new Subject.OfArtifact(
                    "Server.Alerts.ProcessCreation", Map.of("WebhookTarget", "soc")),
                recordings.open(TestServer.ROOT, saved.id())));
    assertThat(onServer.error()).isNull();
    assertThat(onServer.deliveries()).hasSize(3);
    assertThat(server.query("SELECT * FROM source(artifact='Server.Alerts.ProcessCreation')"))
        .as("nothing of a replay is stored")
        .isEmpty();
  }

  private RetroHuntReport ask(RetroHuntRequest.Question question) throws Exception {
    String id = hunts.start(TestServer.ROOT, new RetroHuntRequest(question, TimeRange.ALL));
    return java.util.concurrent.CompletableFuture.supplyAsync(
            () -> hunts.await(TestServer.ROOT, id))
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void anArtifactIsAskedOfThePast() throws Exception {
    processes();
    RetroHuntReport report =
        ask(
            new RetroHuntRequest.Question.OfArtifact(
                PROCESSES, Map.of("CommandLineRegex", "/s .+ /p")));
    assertThat(report.state()).isEqualTo(RetroHuntReport.State.DONE);
    assertThat(report.sentence()).isEqualTo("it would have alerted 3 times on 2 hosts");
    assertThat(report.days())
        .containsExactly(
            Map.entry("2026-11-22", 1L), Map.entry("2026-11-23", 0L), Map.entry("2026-11-24", 2L));
    assertThat(report.byHost())
        .containsExactly(Map.entry("srv-dc01", 2L), Map.entry("srv-web02", 1L));
    assertThat(report.byParent()).containsEntry("cmd.exe", 2L);
    assertThat(report.byUser()).containsEntry("adm", 1L);
    assertThat(report.examples()).hasSize(3);
    assertThat(report.scanned()).isPositive();
  }

  @Test
  void aConditionIsAskedOfThePast() throws Exception {
    processes();
    RetroHuntReport report =
        ask(
            new RetroHuntRequest.Question.Predicate(
                PROCESSES, "EventData.CommandLine =~ 'schtasks' AND NOT Sensor = 1"));
    assertThat(report.hits()).isEqualTo(3);
    assertThat(report.notEvaluated()).containsExactly(PROCESSES + ": stored rows have no Sensor");
    assertThatThrownBy(
            () -> ask(new RetroHuntRequest.Question.Predicate(PROCESSES, "TRUE) LIMIT 1 //")))
        .isInstanceOf(SpoorException.class);
  }

  @Test
  void aRuleIsAskedOfThePast() throws Exception {
    processes();
    String rule =
        """
        title: Scheduled task on another host
        id: one
        logsource: {category: process_creation, product: windows}
        detection:
          s:
            Image|endswith: '\\schtasks.exe'
            CommandLine|contains|all: [' /s ', ' /p ']
          condition: s
        ---
        title: About DNS
        id: two
        logsource: {category: dns_query, product: windows}
        detection: {s: {QueryName: x}, condition: s}
        """;
    RetroHuntReport report = ask(new RetroHuntRequest.Question.Sigma(rule, List.of()));
    assertThat(report.state()).isEqualTo(RetroHuntReport.State.DONE);
    assertThat(report.hits()).isEqualTo(3);
    assertThat(report.hosts()).isEqualTo(2);
    assertThat(report.notEvaluated())
        .containsExactly("About DNS: no stored row is of the log source windows/dns_query/*");
  }

  @Test
  void isCancelled() throws Exception {
    processes();
    String id =
        hunts.start(
            TestServer.ROOT,
            new RetroHuntRequest(
                new RetroHuntRequest.Question.Predicate(
                    PROCESSES, "sleep(time=20) OR EventData.CommandLine"),
                TimeRange.ALL));
    hunts.cancel(TestServer.ROOT, id);
    TestServer.await(
        "it ends",
        () -> hunts.report(TestServer.ROOT, id).state() == RetroHuntReport.State.CANCELLED);
  }
}
