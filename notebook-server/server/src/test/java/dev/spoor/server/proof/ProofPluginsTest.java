package dev.spoor.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.detection.Detections;
import dev.spoor.server.detection.RuleState;
import dev.spoor.server.monitoring.TestServer;
import dev.spoor.server.query.QueryRights;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProofPluginsTest {
  private static final String RULE =
      """
      title: Scheduled task
      id: task
      logsource: {category: process_creation, product: windows}
      detection: {s: {Image|endswith: '\\schtasks.exe'}, condition: s}
      """;

  @TempDir Path folder;
  private TestServer server;
  private Detections detections;
  private Recordings recordings;
  private DetectionTests tests;
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    InstantSource clock = InstantSource.system();
    detections = new Detections(server.database, server.audit, clock);
    recordings =
        new Recordings(
            server.database, server.audit, server.store, folder.resolve("recordings"), clock);
    recordings.start();
    tests =
        new DetectionTests(
            server.database, server.audit, detections, recordings, new TestDefinitions(), clock, 1);
  }

  @AfterEach
  void stop() {
    tests.close();
    server.close();
  }

  private List<Row> query(String vql) {
    try (VqlSession session =
        VqlSession.builder(
                CoreLibrary.catalog().with(List.of(), ProofPlugins.plugins(tests, recordings)))
            .principal(TestServer.ROOT, QueryRights.CHECK)
            .log((level, message) -> log.add(message))
            .build()) {
      return session.run(vql).toList();
    }
  }

  @Test
  void theSampleNotebookSaysWhatItPromises() throws Exception {
    Path file =
        Path.of(System.getProperty("spoor.root"), "sample-notebooks", "detection-tests.ipynb");
    Map<String, List<Row>> cells = new LinkedHashMap<>();
    for (JsonNode cell : JsonMapper.shared().readTree(Files.readAllBytes(file)).path("cells")) {
      if (cell.path("cell_type").asString().equals("code")) {
        StringBuilder vql = new StringBuilder();
        cell.path("source").forEach(line -> vql.append(line.asString()));
        cells.put(cell.path("id").asString(), query(vql.toString()));
      }
    }
    assertThat(log).isEmpty();
    assertThat(cells.get("recording")).hasSize(3);
    assertThat(cells.get("renamed")).singleElement().asString().contains("EventData.Image =~");
    for (String id : List.of("first", "original", "edited", "sigma")) {
      assertThat(cells.get(id))
          .as(id)
          .isNotEmpty()
          .allSatisfy(row -> assertThat(Json.write(row)).contains("\"Outcome\":\"passed\""));
    }
    assertThat(cells.get("empty"))
        .singleElement()
        .asString()
        .contains("\"Outcome\":\"error\"")
        .contains("has no part");
  }

  @Test
  void aWrongTestFileSaysWhere() {
    assertThat(query("SELECT * FROM test_detection(tests='detection: X\ntest: []')")).isEmpty();
    assertThat(log)
        .singleElement()
        .asString()
        .contains("2:1: the test file is wrong: unknown key \"test\" in a test file");
  }

  @Test
  void filesAreKeptAndRunWithTheShippedOnes() {
    detections.add(TestServer.ROOT, RULE, RuleState.OFF);
    recordings.add(
        TestServer.ROOT,
        "mine",
        "",
        "",
        new java.io.ByteArrayInputStream(
            BuiltInTests.text("recordings/sysmon-schtasks.jsonl")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    String yaml =
        """
        detection: task
        tests:
          - name: both are found
            recording: mine
            expect: {rows: 2}
          - name: too many
            recording: mine
            expect: {rows: 3}
        """;
    assertThat(tests.save(TestServer.ROOT, "task.test.yaml", yaml).version()).isEqualTo(1);
    assertThat(tests.save(TestServer.ROOT, "task.test.yaml", yaml).version()).isEqualTo(2);
    List<DetectionTests.LastResult> results = tests.runAll(TestServer.ROOT);
    assertThat(results).hasSizeGreaterThan(35);
    assertThat(tests.results(TestServer.ROOT)).hasSameSizeAs(results);
    assertThat(results)
        .filteredOn(result -> result.outcome() != TestResult.Outcome.PASSED)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.test()).isEqualTo("too many");
              assertThat(result.differences()).startsWith("rows: expected 3, got 2");
            });
    DetectionBoard board = new DetectionBoard(detections, tests, server.artifacts);
    List<DetectionBoard.Line> lines = board.lines(TestServer.ROOT);
    assertThat(lines)
        .filteredOn(line -> line.id().equals("task"))
        .singleElement()
        .satisfies(line -> assertThat(line.passed()).isEqualTo(1));
    assertThat(lines).filteredOn(line -> line.rule() == null).hasSize(11);
    tests.delete(TestServer.ROOT, "task.test.yaml");
    assertThat(tests.files(TestServer.ROOT)).isEmpty();
  }

  @Test
  void coverageTellsTheWorst() {
    detections.add(
        TestServer.ROOT,
        RULE
            + "tags: [attack.persistence, attack.t1053.005]\n---\n"
            + RULE.replace("id: task", "id: other")
            + "tags: [attack.persistence, attack.execution, attack.t1059]\n",
        RuleState.ON);
    detections.setState(TestServer.ROOT, "other", RuleState.OFF, "");
    List<DetectionBoard.Tactic> tactics =
        DetectionBoard.coverage(
            new DetectionBoard(detections, tests, server.artifacts).lines(TestServer.ROOT));
    assertThat(tactics)
        .extracting(DetectionBoard.Tactic::name)
        .containsExactly("Execution", "Persistence");
    assertThat(tactics.getLast().techniques())
        .containsEntry("T1053.005", DetectionBoard.Cover.UNTESTED)
        .containsEntry("T1059", DetectionBoard.Cover.NONE);
    assertThat(tactics.getFirst().covered()).isZero();
  }
}
