package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.wire.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an artifact would have found in rows that are stored.
class PastSearchTest {
  private static final String LINUX = "Linux.Detection.ProcessCreation";
  private static final String WINDOWS = "Windows.Detection.ProcessCreation";
  private static final String LOGONS = "Windows.Events.Trackaccount";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path folder;
  private TestServer server;
  private PastSearch past;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    server.enrol(TestServer.DC01, "srv-dc01");
    server.enrol(TestServer.WEB02, "srv-web02");
    server.clients.changeLabels(
        TestServer.ROOT, List.of(TestServer.DC01), Set.of("tier0"), Set.of());
    past =
        new PastSearch(
            server.artifacts,
            server.compiler,
            server.queries,
            server.clientMonitoring,
            InstantSource.fixed(NOW));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String process(Instant time, String commandLine, String parent) {
    return "{\"ID\":1,\"Timestamp\":\"%s\",\"EventData\":{\"CommandLine\":\"%s\",\"Image\":\"schtasks\",\"ParentImage\":\"%s\"}}"
        .formatted(time, commandLine, parent);
  }

  private PastAnswer ask(String artifact, Map<String, String> parameters, String label)
      throws Exception {
    TestServer.await(
        "what was sent is visible",
        () ->
            server.journal.endLsn() <= 1 || server.store.visibleUpTo() >= server.journal.endLsn());
    return past.start(TestServer.ROOT, past.question(artifact, parameters, label, PastSearch.DAYS))
        .done()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void hitsAreCountedByDayAndHost() throws Exception {
    StreamInfo dc = server.stream(TestServer.DC01, LINUX);
    StreamInfo web = server.stream(TestServer.WEB02, LINUX);
    for (int i = 0; i < 6; i++) {
      server.send(
          dc,
          1,
          i + 1,
          process(NOW.minusSeconds(60).minus(Duration.ofDays(i % 2)), "schtasks /ru " + i, "cron"));
    }
    server.send(dc, 1, 7, process(NOW.minusSeconds(60), "ls /tmp", "bash"));
    server.send(dc, 1, 8, process(NOW.minus(Duration.ofDays(9)), "schtasks /ru old", "cron"));
    server.send(web, 1, 1, process(NOW.minusSeconds(60), "schtasks /s web", "bash"));

    Map<String, String> parameters = Map.of("CommandLineRegex", "schtasks.*(?:(\\/ru)|(\\/s))");
    PastAnswer answer = ask(LINUX, parameters, "");
    assertThat(answer.failure()).isNull();
    assertThat(answer.complete()).isTrue();
    assertThat(answer.hits()).isEqualTo(7);
    assertThat(answer.days()).hasSize(7);
    assertThat(answer.days().getLast().hits()).isEqualTo(4);
    assertThat(answer.days().get(5).hits()).isEqualTo(3);
    assertThat(answer.hosts())
        .extracting(PastAnswer.Host::hostname)
        .containsExactly("srv-dc01", "srv-web02");
    assertThat(answer.loudest()).isEqualTo(new PastAnswer.Loudest("cron", "srv-dc01", 6));
    assertThat(answer.examples()).hasSize(5).allMatch(row -> row.contains("schtasks"));
    assertThat(answer.notes()).isEmpty();

    PastAnswer labelled = ask(LINUX, parameters, "tier0");
    assertThat(labelled.hits()).isEqualTo(6);
    assertThat(server.query(labelled.vql())).as(labelled.vql()).hasSize(7);
  }

  @Test
  void columnsStandForWhatTheyWereMadeOf() throws Exception {
    StreamInfo dc = server.stream(TestServer.DC01, WINDOWS);
    server.send(dc, 1, 1, process(NOW.minusSeconds(60), "schtasks /ru a", "cmd"));
    server.send(
        dc,
        1,
        2,
        process(NOW.minusSeconds(60), "schtasks /ru b", "cmd").replace("\"ID\":1", "\"ID\":5"));
    PastAnswer answer = ask(WINDOWS, Map.of("CommandLineRegex", "/RU"), "");
    assertThat(answer.hits()).as(answer.vql()).isEqualTo(1);
    assertThat(answer.vql()).contains("ID = 1").doesNotContain("ImageRegex");
    assertThat(answer.notes()).isEmpty();
  }

  @Test
  void parametersHaveTheirTypes() throws Exception {
    StreamInfo dc = server.stream(TestServer.DC01, LOGONS);
    for (int type : new int[] {2, 3, 10}) {
      server.send(
          dc,
          1,
          type,
          "{\"EventTime\":\"%s\",\"EventID\":4624,\"TargetUserName\":\"adm_peter\",\"LogonType\":%d}"
              .formatted(NOW.minusSeconds(60), type));
    }
    Map<String, String> parameters =
        Map.of("UserRegex", "adm_peter|svc_iis", "LogonTypeRegex", "[3,10]");
    PastAnswer answer = ask(LOGONS, parameters, "");
    assertThat(answer.hits()).as(answer.vql() + answer.failure()).isEqualTo(2);
    assertThat(server.query(answer.vql())).as(answer.vql()).hasSize(2);
  }

  @Test
  void whatWasNeverStoredIsTold() throws Exception {
    server.clientMonitoring.save(
        TestServer.ROOT,
        new ClientMonitoringTable(
            0,
            List.of(
                new LabelGroup(
                    "",
                    List.of(
                        new TableEntry(
                            LINUX, Map.of("CommandLineRegex", "schtasks"), Priority.NORMAL))))));
    assertThat(ask(LINUX, Map.of("CommandLineRegex", "at "), "").notes())
        .containsExactly("Stored are only rows that already matched CommandLineRegex schtasks");
    assertThat(ask(LINUX, Map.of("CommandLineRegex", "schtasks"), "").notes()).isEmpty();
  }

  @Test
  void aSearchCanBeCancelled() throws Exception {
    StreamInfo dc = server.stream(TestServer.DC01, LINUX);
    for (int i = 0; i < 50; i++) {
      server.send(dc, 1, i + 1, process(NOW.minusSeconds(60), "schtasks " + i, "cron"));
    }
    PastRun run = past.start(TestServer.ROOT, past.question(LINUX, Map.of(), "", PastSearch.DAYS));
    run.cancel();
    PastAnswer answer = run.done().get(20, TimeUnit.SECONDS);
    assertThat(answer.running()).isFalse();
    assertThat(answer.complete()).isFalse();
  }
}
