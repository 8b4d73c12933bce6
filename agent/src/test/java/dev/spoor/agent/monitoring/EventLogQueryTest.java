package dev.spoor.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.agent.source.MachineEnvironment;
import dev.spoor.evtx.TestChunk;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Priority;
import dev.spoor.wire.StreamStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An event query over a log that grows on disk, on the agent's real catalog.
class EventLogQueryTest {
  @TempDir private Path folder = Path.of(".");
  private final CollectingSink sink = new CollectingSink();
  private @Nullable MachineEnvironment machine;
  private @Nullable EventQueryRunner runner;

  private void write(long to) throws IOException {
    TestChunk chunk = new TestChunk();
    for (long id = 1; id <= to; id++) {
      chunk.event(id, id + ".exe");
    }
    Path fresh = Files.write(folder.resolve("fresh"), TestChunk.file(chunk.bytes()));
    Files.move(fresh, log(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path log() {
    return folder.resolve("Sysmon.evtx");
  }

  private EventQueryRunner start() {
    MachineEnvironment environment =
        MachineEnvironment.ofThisMachine(InstantSource.system(), folder.resolve("bookmarks"));
    machine = environment;
    EventQueryRunner fresh =
        new EventQueryRunner(
            StorageFiles.ofDisk(), null, environment::catalog, sink, sink, InstantSource.system());
    runner = fresh;
    fresh.apply(
        new MonitoringUpdate(
            1,
            List.of(
                new MonitoringEntry(
                    5,
                    "Windows.Detection.ProcessCreation",
                    1,
                    "",
                    "SELECT EventData.Image AS Image FROM watch_evtx(filename=Log)",
                    Map.of("Log", log().toString()),
                    null,
                    Priority.NORMAL,
                    "h",
                    List.of("watch_evtx")))));
    return fresh;
  }

  @AfterEach
  void stop() {
    if (runner != null) {
      runner.close();
    }
    if (machine != null) {
      machine.close();
    }
  }

  private static StreamReport report(EventQueryRunner running) {
    return running.reports().values().iterator().next();
  }

  @Test
  void followsTheLogAndGoesOnAfterARestart() throws IOException {
    write(2);
    EventQueryRunner running = start();
    CollectingSink.until("the query to run", () -> report(running).state() == State.RUNNING);
    assertThat(report(running).sensor()).isEqualTo("event log file");
    write(4);
    CollectingSink.until("two rows", () -> sink.rows.size() == 2);
    CollectingSink.until(
        "the query to say how far it came",
        () -> sink.reached.stream().anyMatch(line -> line.endsWith("after 2 rows")));
    stop();
    write(5);
    start();
    CollectingSink.until("what was written meanwhile", () -> sink.rows.size() >= 3);
    assertThat(sink.rows)
        .containsExactly(
            "5 NORMAL {\"Image\":\"3.exe\"}",
            "5 NORMAL {\"Image\":\"4.exe\"}",
            "5 NORMAL {\"Image\":\"5.exe\"}");
    assertThat(sink.losses).isEmpty();
  }
}
