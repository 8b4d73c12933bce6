package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.wire.Priority;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Server event queries that hold rows back: what their buffers held when the server stopped comes
/// again.
class BufferedQueryTest {
  private static final String LINUX = "Linux.Detection.ProcessCreation";
  private static final String WATCH =
      "SELECT EventData.CommandLine AS Line FROM watch_monitoring(artifact='" + LINUX + "')";

  @TempDir Path folder;
  private TestServer server;

  private static String artifact(String name, String query) {
    return """
        name: Test.%s
        type: SERVER_EVENT
        description: For a test.
        required_permissions:
          - READ_RESULTS
        sources:
          - query: |
              %s
        """
        .formatted(name, query);
  }

  private static final String BATCHES =
      artifact(
          "Batches",
          "SELECT rows.Line AS Lines FROM batch(query={ " + WATCH + " }, batch_size=10)");
  private static final String WORKERS =
      artifact(
          "Workers",
          "SELECT * FROM foreach(row={ "
              + WATCH
              + " }, workers=4, query={ SELECT Line, sleep(time=0.02) AS Slept FROM scope() })");
  private static final String DELAYED =
      artifact("Delayed", "SELECT Line FROM delay(query={ " + WATCH + " }, delay=1)");

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder, List.of(BATCHES, WORKERS, DELAYED));
  }

  private void launch(String artifact) throws Exception {
    server.enrol(TestServer.DC01, "srv-dc01");
    server.serverMonitoring.save(
        TestServer.ROOT,
        new ServerMonitoringTable(0, List.of(new TableEntry(artifact, Map.of(), Priority.NORMAL))));
    running();
  }

  private void running() {
    TestServer.await(
        "the query runs",
        () -> server.serverMonitoring.status(TestServer.ROOT).getFirst().state().equals("running"));
  }

  private void send(int from, int to) throws Exception {
    StreamInfo stream = server.stream(TestServer.DC01, LINUX);
    for (int i = from; i < to; i++) {
      server.send(stream, 1, i + 1, TestServer.process("line " + i));
    }
  }

  private void awaitSeen(long lsn) {
    TestServer.await(
        "all is pulled",
        () -> server.serverMonitoring.status(TestServer.ROOT).getFirst().behind() <= lsn);
  }

  private void restart() throws Exception {
    server.close();
    start();
    running();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void halfABatchIsGatheredAgain() throws Exception {
    launch("Test.Batches");
    send(0, 25);
    TestServer.await("two batches", () -> rows("Test.Batches").size() == 2);
    restart();
    send(25, 30);
    TestServer.await("the third batch", () -> rows("Test.Batches").size() == 3);
    assertThat(rows("Test.Batches").getLast())
        .contains(
            IntStream.range(20, 30).mapToObj(i -> "\"line " + i + "\"").toArray(String[]::new));
  }

  @Test
  void rowsThatWorkersHadInHandComeAgain() throws Exception {
    launch("Test.Workers");
    for (int life = 0; life < 4; life++) {
      send(life * 40, life * 40 + 40);
      restart();
    }
    awaitSeen(0);
    TestServer.await("every row", () -> lines("Test.Workers").size() == 160);
  }

  @Test
  void delayedRowsComeAgain() throws Exception {
    launch("Test.Delayed");
    send(0, 10);
    restart();
    TestServer.await("every row", () -> lines("Test.Delayed").size() == 10);
  }

  /// The different lines: what comes again may come twice.
  private TreeSet<String> lines(String artifact) {
    return new TreeSet<>(rows(artifact));
  }

  private List<String> rows(String artifact) {
    try {
      return server.query(
          "SELECT "
              + (artifact.equals("Test.Batches") ? "Lines" : "Line")
              + " FROM source(artifact='"
              + artifact
              + "')");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
