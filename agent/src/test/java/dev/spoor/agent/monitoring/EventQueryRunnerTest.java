package dev.spoor.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.source.EventPosition;
import dev.spoor.host.source.WatchPlugin;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Priority;
import dev.spoor.wire.StreamStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventQueryRunnerTest {
  private static final String WATCH = "SELECT Name FROM watch_processes() WHERE Name =~ NameRegex";

  @TempDir Path folder;
  private final ScriptedSource source = new ScriptedSource();
  private final CollectingSink sink = new CollectingSink();
  private EventQueryRunner runner;

  @BeforeEach
  void start() {
    runner = stored();
    runner.start();
  }

  private void run(MonitoringEntry... entries) {
    run(1, entries);
  }

  private void run(long version, MonitoringEntry... entries) {
    runner.apply(new MonitoringUpdate(version, List.of(entries)));
  }

  private EventQueryRunner stored() {
    return new EventQueryRunner(
        StorageFiles.ofDisk(),
        folder.resolve("table"),
        watch ->
            CoreLibrary.catalog()
                .with(MachinePlugins.functions(), MachinePlugins.plugins())
                .withPlugins(WatchPlugin.of(WatchPlugin.PROCESSES, source, watch)),
        sink,
        sink,
        InstantSource.system());
  }

  @AfterEach
  void stop() {
    runner.close();
  }

  @Test
  void filteredRowsReachTheSink() {
    run(entry(1, WATCH, "ssh"));
    running(1);
    source.emit("{\"Name\":\"bash\"}");
    source.emit("{\"Name\":\"SSHD\"}");
    CollectingSink.until("a row", () -> !sink.rows.isEmpty());
    source.lose(3);
    assertThat(sink.rows).containsExactly("1 NORMAL {\"Name\":\"SSHD\"}");
    assertThat(sink.losses).containsExactly("1 3 scripted loss");
    StreamReport report = report(1);
    assertThat(report.captured()).isEqualTo(1);
    assertThat(report.lost()).isEqualTo(3);
    assertThat(report.sensor()).isEqualTo("scripted");
  }

  @Test
  void onlyWhatChangedStartsAgain() {
    run(entry(1, WATCH, "a"), entry(2, WATCH, "b"));
    running(1);
    running(2);
    assertThat(source.subscriptions).hasValue(2);

    MonitoringEntry changed = entry(3, WATCH, "c");
    run(2, entry(1, WATCH, "a"), changed);
    running(3);
    CollectingSink.until("the old one to end", () -> source.listeners.size() == 2);
    assertThat(source.subscriptions).hasValue(3);
    assertThat(sink.states).contains("2 STOPPED").doesNotContain("1 STOPPED");
    assertThat(runner.tableVersion()).isEqualTo(2);
  }

  @Test
  void aChangedPriorityChangesNothingElse() {
    run(entry(1, WATCH, "a"));
    running(1);
    MonitoringEntry e = entry(1, WATCH, "a");
    run(
        2,
        new MonitoringEntry(
            1, e.artifact(), 1, "", WATCH, e.env(), null, Priority.HIGH, "h", List.of()));
    source.emit("{\"Name\":\"a\"}");
    CollectingSink.until("a row", () -> !sink.rows.isEmpty());
    assertThat(sink.rows).containsExactly("1 HIGH {\"Name\":\"a\"}");
    assertThat(source.subscriptions).hasValue(1);
  }

  @Test
  void theStoredTableRunsWithoutAServer() throws IOException {
    run(7, entry(1, WATCH, "a"));
    running(1);
    runner.close();

    runner = stored();
    runner.start();
    assertThat(runner.tableVersion()).isEqualTo(7);
    running(1);
    runner.close();

    Path table = folder.resolve("table");
    byte[] whole = Files.readAllBytes(table);
    for (int cut = 0; cut < whole.length; cut += 11) {
      Files.write(table, java.util.Arrays.copyOf(whole, cut));
      assertThat(new StoredTable(StorageFiles.ofDisk(), table).read())
          .as("cut at " + cut)
          .isEmpty();
    }
    whole[whole.length / 2] ^= 1;
    Files.write(table, whole);
    assertThat(new StoredTable(StorageFiles.ofDisk(), table).read()).isEmpty();
  }

  @Test
  void aPreconditionThatFailsIsNoError() {
    MonitoringEntry windows =
        new MonitoringEntry(
            1,
            "W",
            1,
            "",
            "SELECT * FROM watch_nothing()",
            Map.of(),
            "SELECT OS FROM info() WHERE OS = 'no such system'",
            Priority.NORMAL,
            "h",
            List.of("watch_nothing"));
    run(windows, entry(2, WATCH, "a"));
    CollectingSink.until("the state", () -> report(1).state() == State.PRECONDITION_FALSE);
    running(2);
    assertThat(report(1).error()).isNull();
  }

  @Test
  void aPluginThatThisAgentLacksIsSaid() {
    run(
        new MonitoringEntry(
            1,
            "W",
            1,
            "",
            "SELECT * FROM watch_nothing()",
            Map.of(),
            null,
            Priority.NORMAL,
            "h",
            List.of("watch_nothing")));
    CollectingSink.until("the state", () -> report(1).state() == State.NEEDS_AGENT);
    assertThat(report(1).error()).isEqualTo("this agent lacks watch_nothing");
  }

  @Test
  void aBrokenQueryDoesNotDisturbItsNeighbour() {
    run(entry(1, "SELECT FROM WHERE", "a"), entry(2, WATCH, "a"));
    CollectingSink.until("the error", () -> report(1).state() == State.ERROR);
    assertThat(report(1).error()).isNotBlank();
    running(2);
    source.emit("{\"Name\":\"a\"}");
    CollectingSink.until("a row", () -> !sink.rows.isEmpty());
  }

  @Test
  void anEventQueryThatEndsIsAnErrorAndRunsAgain() {
    run(entry(1, "SELECT 1 AS A FROM scope()", "a"));
    CollectingSink.until("the error", () -> sink.states.contains("1 ERROR"));
    CollectingSink.until("a second run", () -> sink.rows.size() >= 2);
  }

  @Test
  void degradedSensorsAndCompletenessAreReported() {
    source.degraded = true;
    run(entry(1, WATCH, "a"));
    running(1);
    CollectingSink.until("the source", () -> "scripted".equals(report(1).error()));
    source.degraded = false;
    source.reach(Instant.ofEpochSecond(1000));
    CollectingSink.until(
        "completeness", () -> Instant.ofEpochSecond(1000).equals(report(1).completeUpTo()));
    assertThat(report(1).error()).isNull();
  }

  @Test
  void positionIsPassedOnBehindTheRowsBeforeItAndKnownToTheNextQuery() {
    sink.since.put(1, EventPosition.at(Instant.ofEpochSecond(900)));
    run(entry(1, WATCH, "a"));
    running(1);
    assertThat(source.listeners.getFirst().since())
        .isEqualTo(EventPosition.at(Instant.ofEpochSecond(900)));
    for (int i = 0; i < 50; i++) {
      source.emit("{\"Name\":\"a\"}");
    }
    source.reach(Instant.ofEpochSecond(1000));
    CollectingSink.until("the position", () -> !sink.reached.isEmpty());
    assertThat(sink.reached).containsExactly("1 1970-01-01T00:16:40Z after 50 rows");
  }

  private void running(int stream) {
    CollectingSink.until(
        "stream " + stream + " to run",
        () -> report(stream).state() == State.RUNNING && !report(stream).sensor().isEmpty());
  }

  private StreamReport report(int stream) {
    return runner.reports().entrySet().stream()
        .filter(report -> report.getKey().stream() == stream)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static MonitoringEntry entry(int stream, String vql, String regex) {
    return new MonitoringEntry(
        stream,
        "Test.Watch",
        1,
        "",
        vql,
        Map.of("NameRegex", regex),
        null,
        Priority.NORMAL,
        "h",
        List.of());
  }
}
