package dev.spoor.launcher.bench;

import dev.spoor.launcher.RealHouse;
import dev.spoor.launcher.ledger.LedgerWriter;
import dev.spoor.launcher.ledger.UnsteadySink;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// How long after it was executed a process is found by a search, and is told to a webhook. Real
/// server and agent, each a process; needs audit rights. `./spoor bench latency [EVENTS]`.
///
/// One process after another: execute, ask again and again until the row is there, go on. So the
/// first figure has the time of the last question in it.
public final class LatencyBench {
  private static final String ARTIFACT = "Linux.Detection.ProcessCreation";
  private static final int WARM_UP = 100;
  private static final long PATIENCE_SECONDS = 60;

  private final RealHouse house;
  private final UnsteadySink sink;
  private final String program;

  private LatencyBench(RealHouse house, UnsteadySink sink, String program) {
    this.house = house;
    this.sink = sink;
    this.program = program;
  }

  public static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    Path folder = Files.createTempDirectory("spoor-latency");
    try (UnsteadySink sink = new UnsteadySink();
        RealHouse house = new RealHouse(folder, sink.address())) {
      house.startServer();
      house.enrolAgent();
      configure(house, sink);
      house.startAgent();
      house.until(
          "the agent watches",
          () ->
              house
                  .api()
                  .get("/api/v1/monitoring/client/status")
                  .toString()
                  .contains("\"running\":1"));
      String program = house.program("latencytrue").toString();
      new LatencyBench(house, sink, program).measure(events);
    } finally {
      delete(folder);
    }
  }

  private static void configure(RealHouse house, UnsteadySink sink) {
    house
        .api()
        .put(
            "/api/v1/secrets/hook",
            "{\"value\":\"http://%s/hook\",\"hosts\":[\"127.0.0.1\"]}".formatted(sink.address()));
    house.api().post("/api/v1/targets", "{\"name\":\"soc\",\"kind\":\"json\",\"secret\":\"hook\"}");
    house
        .api()
        .put(
            "/api/v1/monitoring/client",
            """
            {"version":0,"groups":[{"label":"","entries":[
              {"artifact":"%s","parameters":{"ImageRegex":"latencytrue"},"priority":"high"}]}]}\
            """
                .formatted(ARTIFACT));
    house
        .api()
        .put(
            "/api/v1/monitoring/server",
            """
            {"version":0,"entries":[{"artifact":"Server.Alerts.ProcessCreation",
              "parameters":{"WebhookTarget":"soc"}}]}\
            """);
  }

  private void measure(int events) throws Exception {
    long[] searched = new long[events];
    Map<String, Long> executed = new HashMap<>();
    for (int n = -WARM_UP; n < events; n++) {
      String line = program + " event " + n;
      long began = System.nanoTime();
      LedgerWriter.execute(
          program,
          Stream.of(program, "event", Integer.toString(n))
              .map(word -> word.getBytes(StandardCharsets.UTF_8))
              .toList());
      awaitRow(line);
      if (n >= 0) {
        searched[n] = System.nanoTime() - began;
        executed.put(line, began);
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (sink.messages().size() < WARM_UP + events && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long[] told =
        sink.messages().stream()
            .filter(message -> executed.containsKey(text(message)))
            .mapToLong(message -> message.nanos() - executed.getOrDefault(text(message), 0L))
            .toArray();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    print(
        "%d events, %d processors, Java %s, load average %.1f%n",
        events, Runtime.getRuntime().availableProcessors(), Runtime.version().feature(), load);
    print("%-20s %8s %8s %8s %8s %8s%n", "exec to", "events", "p50", "p95", "p99", "max");
    line("searchable", searched);
    line("webhook", told);
  }

  private static String text(UnsteadySink.Message message) {
    return message.json().path("commandLine").asString("");
  }

  private void awaitRow(String line) {
    String query =
        "SELECT Hostname FROM source(artifact='%s') WHERE EventData.CommandLine = '%s'"
            .formatted(ARTIFACT, line);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (house.api().query(query).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not found within a minute: " + line + house.log());
      }
    }
  }

  private static void line(String name, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    print(
        "%-20s %8d %8s %8s %8s %8s%n",
        name,
        sorted.length,
        millis(sorted, 0.5),
        millis(sorted, 0.95),
        millis(sorted, 0.99),
        millis(sorted, 1));
  }

  private static String millis(long[] sorted, double share) {
    if (sorted.length == 0) {
      return "-";
    }
    int at = (int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
    return String.format(Locale.ROOT, "%.1f ms", sorted[Math.max(0, at)] / 1e6);
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
