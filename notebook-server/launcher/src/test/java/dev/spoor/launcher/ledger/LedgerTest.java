package dev.spoor.launcher.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.launcher.RealHouse;
import dev.spoor.launcher.ledger.UnsteadySink.Mood;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What another process executed is what the server shows, less exactly what it says it lost, while
/// agent and server are killed, the link is cut and the webhook's receiver fails and hangs.
class LedgerTest {
  private static final String ARTIFACT = "Linux.Detection.ProcessCreation";
  private static final String ALERTS = "Server.Alerts.ProcessCreation";
  private static final String NOT_WATCHING = "the agent was not watching";

  /// The kernel stamps with a clock that moves by ticks.
  private static final long TICK_MILLIS = 20;

  @TempDir private Path folder;

  /// How much of everything.
  ///
  /// @param kills of the agent, and as many of the server
  /// @param sinkRests whether the sink is well for a while between failing and hanging: otherwise
  ///   the pauses between attempts grow, and the end waits for them
  private record Plan(int processes, int seconds, int cutSeconds, int kills, boolean sinkRests) {}

  /// A stretch of time of which rows may be missing.
  private record Lost(Instant from, Instant to, long count, String cause, JsonNode row) {
    boolean covers(LedgerEntry entry) {
      return !Instant.ofEpochMilli(entry.before() - TICK_MILLIS).isBefore(from)
          && !Instant.ofEpochMilli(entry.after()).isAfter(to.plusMillis(TICK_MILLIS));
    }
  }

  /// When the test did something that may cost rows.
  private final List<Instant> agentKills = new ArrayList<>();

  @Test
  void nothingIsLostUnseenWhenEachPartFailsOnce() throws Exception {
    play(new Plan(1_000, 20, 5, 1, true));
  }

  @Test
  @Tag("long")
  void nothingIsLostUnseenOverALongerBadDay() throws Exception {
    play(new Plan(5_000, 100, 30, 2, false));
  }

  private void play(Plan plan) throws Exception {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "NOT RUN: no audit rights; run the suite as root for the ledger");
    try (FileChannel lock =
            FileChannel.open(
                Path.of("/tmp/spoor-audit-test.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock machine = lock.lock();
        UnsteadySink sink = new UnsteadySink();
        RealHouse house = new RealHouse(folder, sink.address())) {
      assertThat(machine.isValid()).isTrue();
      house.startServer();
      house.enrolAgent();
      configure(house, sink);
      house.startAgent();
      house.until("the agent watches", () -> isRunning(house));
      Path program = house.program("ledgertrue");
      requireAudit(house, program);

      Path ledger = folder.resolve("ledger");
      Process writer =
          house.java(
              "writer.log",
              Map.of(),
              List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
              LedgerWriter.class.getName(),
              program.toString(),
              Integer.toString(plan.processes()),
              Integer.toString(plan.seconds()),
              ledger.toString(),
              "run");
      try {
        faults(plan, house, sink, ledger);
        assertThat(writer.waitFor(plan.seconds() * 4L + 60, TimeUnit.SECONDS)).isTrue();
      } finally {
        writer.destroyForcibly();
      }
      assertThat(writer.exitValue()).as(Files.readString(folder.resolve("writer.log"))).isZero();
      List<LedgerEntry> entries = LedgerEntry.read(ledger);
      assertThat(entries).hasSize(plan.processes());

      // the last one, when all is well again: what came before it is there when it is
      LedgerEntry last = executeLast(house, program);
      house.until(
          "the last execution is an alert", () -> answered(() -> hasRow(house, ALERTS, last)));
      house.until("every delivery is settled", () -> answered(() -> pending(house) == 0));
      compare(entries, last, house, sink);
    }
  }

  private static void configure(RealHouse house, UnsteadySink sink) {
    house
        .api()
        .put(
            "/api/v1/secrets/hook",
            "{\"value\":\"http://%s/hook\",\"hosts\":[\"127.0.0.1\"]}".formatted(sink.address()));
    house
        .api()
        .post(
            "/api/v1/targets",
            "{\"name\":\"soc\",\"kind\":\"json\",\"secret\":\"hook\",\"perMinute\":100000}");
    house
        .api()
        .put(
            "/api/v1/monitoring/client",
            """
            {"version":0,"groups":[{"label":"","entries":[
              {"artifact":"%s","parameters":{"ImageRegex":"ledgertrue"},"priority":"high"}]}]}\
            """
                .formatted(ARTIFACT));
    house
        .api()
        .put(
            "/api/v1/monitoring/server",
            """
            {"version":0,"entries":[{"artifact":"%s","parameters":{"WebhookTarget":"soc"}}]}\
            """
                .formatted(ALERTS));
  }

  private static boolean isRunning(RealHouse house) {
    return house.api().get("/api/v1/monitoring/client/status").toString().contains("\"running\":1");
  }

  /// Polling misses most of what is executed here: without audit the test says nothing.
  private void requireAudit(RealHouse house, Path program) throws Exception {
    assertThat(new ProcessBuilder(program.toString(), "probe").start().waitFor()).isZero();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    List<JsonNode> rows = List.of();
    while (rows.isEmpty() && System.nanoTime() < end) {
      rows = house.api().query("SELECT _Sensor FROM source(artifact='" + ARTIFACT + "')");
      TimeUnit.MILLISECONDS.sleep(100);
    }
    boolean audit =
        !rows.isEmpty() && rows.getFirst().path("_Sensor").asString().startsWith("audit");
    String client =
        house.api().get("/api/v1/clients").path("items").get(0).path("clientId").asString();
    if (!audit
        && house.api().get("/api/v1/clients/" + client).toString().contains("proc-polling")) {
      Assumptions.abort("NOT RUN: no audit rights on this machine");
    }
    assertThat(audit).as(rows + house.log()).isTrue();
  }

  /// Does everything bad, at moments that the writer's progress gives.
  private void faults(Plan plan, RealHouse house, UnsteadySink sink, Path ledger) throws Exception {
    awaitProgress(plan, ledger, 6);
    sink.become(Mood.FAILING);
    awaitProgress(plan, ledger, 10);
    house.cable().cut();
    TimeUnit.SECONDS.sleep(plan.cutSeconds());
    house.cable().heal();
    if (plan.sinkRests()) {
      sink.become(Mood.WELL);
    }
    for (int kill = 0; kill < plan.kills(); kill++) {
      int share = 60 * kill / plan.kills();
      awaitProgress(plan, ledger, 40 + share / 2);
      agentKills.add(Instant.now());
      house.killAgent();
      house.startAgent();
      sink.become(Mood.HANGING);
      awaitProgress(plan, ledger, 55 + share / 2);
      house.killServer();
      house.startServer();
    }
    awaitProgress(plan, ledger, 90);
    sink.become(Mood.WELL);
  }

  private void awaitProgress(Plan plan, Path ledger, int percent) throws Exception {
    long wanted = (long) plan.processes() * percent / 100;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Files.exists(ledger) || lines(ledger) < wanted) {
      assertThat(System.nanoTime()).as("the writer goes on").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static long lines(Path ledger) throws IOException {
    try (var lines = Files.lines(ledger, StandardCharsets.US_ASCII)) {
      return lines.count();
    }
  }

  private static LedgerEntry executeLast(RealHouse house, Path program) throws Exception {
    house.until("the agent is connected", () -> answered(house::isConnected));
    // a started agent may not watch yet: again until one of them is seen
    for (int attempt = 0; attempt < 30; attempt++) {
      List<String> command = List.of(program.toString(), "last-" + attempt);
      long before = System.currentTimeMillis();
      assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
      LedgerEntry entry =
          new LedgerEntry(
              -1,
              before,
              System.currentTimeMillis(),
              command.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
      for (int i = 0; i < 20; i++) {
        if (answered(() -> hasRow(house, ARTIFACT, entry))) {
          return entry;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new AssertionError("no execution is seen any more" + house.log());
  }

  private static boolean hasRow(RealHouse house, String artifact, LedgerEntry entry) {
    String argument = new String(entry.arguments().get(1), StandardCharsets.UTF_8);
    return !house
        .api()
        .query(
            "SELECT Hostname FROM source(artifact='"
                + artifact
                + "') WHERE EventData.CommandLine =~ '"
                + argument
                + "$'")
        .isEmpty();
  }

  private static long pending(RealHouse house) {
    JsonNode counts = house.api().get("/api/v1/status").path("deliveries");
    return counts.path("pending").asLong() + counts.path("sending").asLong();
  }

  /// A server that is being started does not answer: not yet.
  private static boolean answered(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (RuntimeException | AssertionError e) {
      return false;
    }
  }

  private void compare(
      List<LedgerEntry> entries, LedgerEntry last, RealHouse house, UnsteadySink sink)
      throws IOException {
    List<JsonNode> rows =
        house
            .api()
            .query(
                "SELECT Argv, Argv_b64, _EventId, _NativeId FROM source(artifact='"
                    + ARTIFACT
                    + "')");
    Map<String, String> shown = new LinkedHashMap<>();
    Set<String> natives = new HashSet<>();
    for (JsonNode row : rows) {
      String twice = shown.put(key(row), row.path("_EventId").asString());
      assertThat(twice).as("a row twice: " + row.path("_EventId")).isNull();
      natives.add(row.path("_NativeId").asString());
    }
    List<Lost> losses = losses(house);
    Set<String> executed = new HashSet<>();
    List<LedgerEntry> missing = new ArrayList<>();
    for (LedgerEntry entry : entries) {
      executed.add(entry.key());
      if (!shown.containsKey(entry.key())) {
        missing.add(entry);
      }
    }
    String summary =
        "%d executed, %d rows, %d missing, agent killed at %s, losses %s"
            .formatted(entries.size(), rows.size(), missing.size(), agentKills, losses);
    System.err.println("ledger: " + summary);

    // what is missing was said to be
    assertThat(missing)
        .as(summary + house.log())
        .allMatch(entry -> losses.stream().anyMatch(lost -> lost.covers(entry)));
    // no row that nobody executed
    Set<String> invented = new HashSet<>(shown.keySet());
    invented.removeAll(executed);
    invented.removeIf(key -> isProbe(key));
    assertThat(invented).as("rows of no execution").isEmpty();
    // what was said to be lost is not more than could be
    losses(agentKills, losses, missing, summary);
    alerts(shown, natives, last, house, sink);
  }

  /// A loss is told for each time that the agent was killed, and it is as narrow as can be known.
  /// The kernel of a busy machine may drop records besides; the spool never drops any here.
  private void losses(
      List<Instant> kills, List<Lost> all, List<LedgerEntry> missing, String summary) {
    assertThat(all).as(summary).allMatch(lost -> lost.row().path("FirstSeq").asLong() == 0);
    List<Lost> losses = all.stream().filter(lost -> lost.cause().equals(NOT_WATCHING)).toList();
    assertThat(losses).as(summary).hasSize(kills.size());
    for (int i = 0; i < kills.size(); i++) {
      Lost lost = losses.get(i);
      Instant kill = kills.get(i);
      assertThat(lost.from()).as(summary).isBetween(kill.minusSeconds(10), kill);
      assertThat(lost.to()).as(summary).isBetween(kill, kill.plusSeconds(60));
      long within = missing.stream().filter(lost::covers).count();
      assertThat(lost.count()).as("at most so many: " + summary).isGreaterThanOrEqualTo(within);
    }
  }

  private static boolean isProbe(String key) {
    String[] words = key.split(" ", -1);
    String second =
        words.length < 2
            ? ""
            : new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
    return second.equals("probe") || second.startsWith("last-");
  }

  private static List<Lost> losses(RealHouse house) {
    List<Lost> losses = new ArrayList<>();
    for (JsonNode row : house.api().query("SELECT * FROM source(artifact='System.Events.Lost')")) {
      losses.add(
          new Lost(
              time(row.path("From")),
              time(row.path("To")),
              row.path("Count").asLong(),
              row.path("Cause").asString(),
              row));
    }
    losses.sort((a, b) -> a.from().compareTo(b.from()));
    return losses;
  }

  private static Instant time(JsonNode value) {
    JsonNode text = value.isObject() ? value.path("$time") : value;
    return OffsetDateTime.parse(text.asString()).toInstant();
  }

  private static String key(JsonNode row) {
    List<byte[]> arguments = new ArrayList<>();
    JsonNode encoded = row.path("Argv_b64");
    for (JsonNode argument : encoded.isArray() ? encoded : row.path("Argv")) {
      arguments.add(
          encoded.isArray()
              ? Base64.getDecoder().decode(argument.asString())
              : argument.asString().getBytes(StandardCharsets.UTF_8));
    }
    return LedgerEntry.key(arguments);
  }

  /// One alert for each row; each at least once at the sink, again only where the message says so.
  private static void alerts(
      Map<String, String> shown,
      Set<String> natives,
      LedgerEntry last,
      RealHouse house,
      UnsteadySink sink) {
    List<String> alerted =
        house.api().query("SELECT SourceEvent FROM source(artifact='" + ALERTS + "')").stream()
            .map(row -> row.path("SourceEvent").asString())
            .toList();
    assertThat(alerted).doesNotHaveDuplicates();
    assertThat(alerted).containsExactlyInAnyOrderElementsOf(shown.values());
    Map<String, @Nullable Integer> times = new HashMap<>();
    for (UnsteadySink.Message message : sink.messages()) {
      String about = message.json().path("eventId").asString();
      String event = about.substring(about.indexOf('/') + 1);
      if (times.merge(event, 1, Integer::sum) > 1) {
        assertThat(message.json().path("mayHaveArrivedTwice").asBoolean())
            .as("a repeated message says so: " + message.json())
            .isTrue();
      }
    }
    assertThat(times.keySet()).containsExactlyInAnyOrderElementsOf(natives);
    assertThat(shown).containsKey(last.key());
    int repeats = sink.messages().size() - times.size();
    assertThat(repeats).as("the sink's bad moods cost repeats").isPositive();
  }
}
