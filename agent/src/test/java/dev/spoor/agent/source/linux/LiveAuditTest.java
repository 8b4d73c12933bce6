package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.host.source.EventSource;
import dev.spoor.vql.value.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real audit system of the kernel, really executed processes.
@SuppressWarnings("try") // subscriptions are only held
class LiveAuditTest {
  private static final AuditConfig CONFIG =
      AuditConfig.standard().withKey("spoor-test").withReceiveBuffer(64 << 20);

  @TempDir Path folder;
  private AuditRights rights;
  private AuditStatus before;
  private final Watched watched = new Watched();
  private final String marker = "spoor-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  @BeforeEach
  void takeTheMachine() throws IOException {
    rights = AuditRights.take();
    before = status();
  }

  @AfterEach
  void giveTheMachineBack() throws IOException {
    if (rights != null) {
      rights.close();
    }
  }

  @Test
  void seesTwoThousandShortProcessesAndLeavesNoTrace() throws Exception {
    try (LinuxWatch source = source();
        EventSource.Subscription subscription = source.processes().subscribe(watched)) {
      assertThat(source.processes().status().sensor())
          .isIn(AuditSensor.UNICAST, AuditSensor.MULTICAST);
      assertThat(source.processes().status().degraded()).isFalse();
      shell(
          "i=0; while [ $i -lt 2000 ]; do /bin/true '"
              + marker
              + "' $i; i=$((i+1)); done; "
              + "/bin/true '"
              + marker
              + "' end");
      Watched.until("the last process", () -> !ours(" end").isEmpty());
      Set<String> seen =
          ours("").stream()
              .map(Watched::commandLine)
              .collect(Collectors.toCollection(HashSet::new));
      for (int i = 0; i < 2000; i++) {
        assertThat(seen).contains("/bin/true " + marker + " " + i);
      }
      assertThat(watched.lost()).isZero();
      Row row = ours(" 7").getFirst();
      assertThat(row.path(List.of("EventData", "Image"))).hasToString("/usr/bin/true");
      assertThat(String.valueOf(row.path(List.of("EventData", "ParentImage")))).contains("sh");
      assertThat(String.valueOf(row.path(List.of("EventData", "ParentCommandLine"))))
          .startsWith("sh -c i=0; while");
      assertThat(String.valueOf(row.path(List.of("EventData", "UtcTime"))))
          .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}");
      Watched.until("completeness", () -> source.processes().status().completeUpTo() != null);
    }
    assertThat(rules()).isZero();
    AuditStatus after = status();
    assertThat(after.enabled()).isEqualTo(before.enabled());
    assertThat(after.pid()).isEqualTo(before.pid());
    assertThat(after.backlogLimit()).isEqualTo(before.backlogLimit());
    assertThat(after.backlogWaitTime()).isEqualTo(before.backlogWaitTime());
    assertThat(after.failure()).isEqualTo(before.failure());
  }

  @Test
  void seesOddArgumentsWhole() throws Exception {
    try (LinuxWatch source = source();
        EventSource.Subscription subscription = source.processes().subscribe(watched)) {
      shell(
          "/bin/true '"
              + marker
              + "' lines \"$(printf 'a\\nb\\377c')\" '' \"ü 'x'\";"
              + "/bin/true '"
              + marker
              + "' long \"$(head -c 100000 /dev/zero | tr '\\0' x)\";"
              + "/bin/true '"
              + marker
              + "' end");
      Watched.until("the last process", () -> !ours(" end").isEmpty());
    }
    Row odd = ours(" lines").getFirst();
    assertThat(Watched.commandLine(odd))
        .isEqualTo("/bin/true " + marker + " lines a\nb\\xffc  ü 'x'");
    assertThat(odd.get("Argv_b64")).isNotNull();
    assertThat(Watched.commandLine(ours(" long").getFirst()))
        .isEqualTo("/bin/true " + marker + " long " + "x".repeat(100_000));
    assertThat(odd.get("_Cut")).isNull();
  }

  @Test
  void standsBesideAnotherOwner() throws Exception {
    try (LinuxWatch first = source();
        LinuxWatch second =
            new LinuxWatch(CONFIG.withKey("spoor-test-2"), InstantSource.system())) {
      Watched other = new Watched();
      try (EventSource.Subscription one = first.processes().subscribe(watched);
          EventSource.Subscription two = second.processes().subscribe(other)) {
        assertThat(second.processes().status().sensor()).isEqualTo(AuditSensor.MULTICAST);
        shell("for i in 1 2 3 4 5; do /bin/true '" + marker + "' $i; done");
        Watched.until("the first", () -> ours("").size() >= 5);
        Watched.until(
            "the second",
            () -> other.matching(row -> Watched.commandLine(row).contains(marker)).size() >= 5);
      }
    }
    assertThat(rules()).isZero();
    assertThat(status().enabled()).isEqualTo(before.enabled());
  }

  @Test
  void adoptsWhatAKilledAgentLeft() throws Exception {
    Process agent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("watching");
      agent.destroyForcibly();
      assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      agent.destroyForcibly();
    }
    assertThat(rules()).isEqualTo(2);

    try (LinuxWatch source = source();
        EventSource.Subscription subscription = source.processes().subscribe(watched)) {
      assertThat(source.processes().status().degraded()).isFalse();
      shell("/bin/true '" + marker + "' after");
      Watched.until("a process after the crash", () -> !ours(" after").isEmpty());
    }
    assertThat(rules()).isZero();
    assertThat(status().enabled()).isEqualTo(before.enabled());
    assertThat(status().backlogLimit()).isEqualTo(before.backlogLimit());
  }

  @Test
  void tellsWhatWasMissedSinceTheListenerWasThereLast() throws Exception {
    try (LinuxWatch source = source();
        EventSource.Subscription subscription = source.processes().subscribe(watched)) {
      shell("/bin/true '" + marker + "' first");
      Watched.until("a process", () -> !ours(" first").isEmpty());
      Instant seen = InstantSource.system().instant();
      Watched.until("a position behind it", () -> isBehind(watched.reached, seen));
      assertThat(watched.losses).isEmpty();
    }
    EventPosition since = Objects.requireNonNull(watched.reached);
    Watched next = new Watched(since);
    Instant missed;
    try (LinuxWatch source = source()) {
      missed = InstantSource.system().instant();
      try (EventSource.Subscription subscription = source.processes().subscribe(next)) {
        shell("/bin/true '" + marker + "' second");
        Watched.until("the loss to be told", () -> !next.losses.isEmpty());
        Watched.until("a position after it", () -> isBehind(next.reached, missed));
      }
    }
    EventLoss loss = next.losses.getFirst();
    assertThat(next.losses).hasSize(1);
    assertThat(loss.cause()).isEqualTo("the agent was not watching");
    assertThat(loss.from()).isEqualTo(since.time());
    assertThat(loss.to()).isAfter(missed);
    assertThat(next.matching(row -> Watched.commandLine(row).endsWith(marker + " second")))
        .hasSize(1);
  }

  @Test
  void positionMovesWhileProcessesKeepComing() throws Exception {
    try (LinuxWatch source = source();
        EventSource.Subscription subscription = source.processes().subscribe(watched)) {
      Instant begun = InstantSource.system().instant();
      Process busy =
          new ProcessBuilder("sh", "-c", "while :; do /bin/true '" + marker + "' busy; done")
              .start();
      try {
        Watched.until(
            "the position to move", () -> isBehind(watched.reached, begun.plusSeconds(2)));
        assertThat(watched.losses).isEmpty();
      } finally {
        busy.destroyForcibly();
      }
    }
  }

  private static boolean isBehind(@Nullable EventPosition reached, Instant moment) {
    return reached != null && reached.time().isAfter(moment);
  }

  @Test
  void mendsWhatAnotherProgramRemoved() throws Exception {
    try (LinuxWatch source = source();
        EventSource.Subscription subscription = source.processes().subscribe(watched)) {
      try (AuditControl control = AuditControl.open()) {
        for (byte[] rule : control.rules(CONFIG.key())) {
          control.deleteRule(rule);
        }
      }
      Watched.until("the rules to be back", () -> rules() == 2);
      Watched.until("the loss to be told", () -> !watched.losses.isEmpty());
      shell("/bin/true '" + marker + "' again");
      Watched.until("a process", () -> !ours(" again").isEmpty());
    }
    assertThat(watched.losses.getFirst().cause())
        .isEqualTo("audit rules were removed by another program");
  }

  /// An agent that is going to be killed.
  static final class Killed {
    private Killed() {}

    public static void main(String[] args) throws Exception {
      try (LinuxWatch source = source();
          EventSource.Subscription subscription = source.processes().subscribe(new Watched())) {
        System.out.println(source.processes().status().degraded() ? "not watching" : "watching");
        System.in.read();
      }
    }
  }

  private static LinuxWatch source() {
    return new LinuxWatch(CONFIG, InstantSource.system());
  }

  private List<Row> ours(String rest) {
    return watched.matching(
        row -> Watched.commandLine(row).startsWith("/bin/true " + marker + rest));
  }

  private static int rules() {
    try (AuditControl control = AuditControl.open()) {
      return control.rules(CONFIG.key()).size();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AuditStatus status() throws IOException {
    try (AuditControl control = AuditControl.open()) {
      return control.status();
    }
  }

  private static void shell(String script) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", script).inheritIO().start();
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
  }
}
