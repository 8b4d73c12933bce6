package dev.spoor.server.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertFilter;
import dev.spoor.server.alert.AlertOrder;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.alert.Severity;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.monitoring.TestServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionEngineTest {
  private static final String RULE =
      """
      title: Scheduled task on another host
      id: 11111111-2222-4333-8444-555555555555
      logsource:
        category: process_creation
        product: windows
      detection:
        image:
          Image|endswith: '\\schtasks.exe'
        remote:
          CommandLine|contains|all: [' /s ', ' /p ']
        condition: image and remote
      level: critical
      tags: [attack.persistence, attack.t1053.005]
      """;
  private static final String ID = "11111111-2222-4333-8444-555555555555";

  @TempDir Path folder;
  private TestServer server;
  private Alerts alerts;
  private Detections detections;
  private DetectionEngine engine;
  private StreamInfo processes;
  private int sent;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    server.enrol(TestServer.DC01, "srv-dc01");
    InstantSource clock = InstantSource.system();
    alerts = new Alerts(server.database, server.audit, server.clients, List::of, clock);
    detections = new Detections(server.database, server.audit, clock);
    processes = server.stream(TestServer.DC01, "Windows.Detection.ProcessCreation");
    engine = engine();
  }

  private DetectionEngine engine() {
    DetectionEngine fresh =
        new DetectionEngine(
            detections, server.consumers, alerts, server.clients, InstantSource.system());
    fresh.start();
    return fresh;
  }

  @AfterEach
  void stop() {
    engine.close();
    server.close();
  }

  private void process(String image, String commandLine) throws Exception {
    server.send(
        processes,
        1,
        ++sent,
        "{\"ID\":1,\"Timestamp\":\"2026-11-24T09:41:07Z\",\"EventData\":{\"Image\":\"%s\",\"CommandLine\":\"%s\",\"User\":\"CORP\\\\m\"}}"
            .formatted(image.replace("\\", "\\\\"), commandLine));
  }

  private void schtasks() throws Exception {
    process("C:\\Windows\\System32\\schtasks.exe", "schtasks /create /s SRV02 /u x /p y");
  }

  private List<Alert> raised() {
    return alerts.page(TestServer.ROOT, AlertFilter.OPEN, AlertOrder.TIME, null, 10).alerts();
  }

  private void awaitMatched() {
    TestServer.await("all events matched", () -> engine.behind() == 0);
  }

  @Test
  void aMatchRaisesAnAlert() throws Exception {
    detections.add(TestServer.ROOT, RULE, RuleState.ON);
    process("C:\\Windows\\notepad.exe", "notepad /s /p");
    schtasks();
    TestServer.await("an alert", () -> !raised().isEmpty());
    assertThat(raised())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.title()).isEqualTo("Scheduled task on another host");
              assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(alert.entity().client()).isEqualTo(TestServer.DC01);
              assertThat(alert.entity().account()).isEqualTo("CORP\\m");
              assertThat(alert.why()).contains("schtasks /create");
            });
    assertThat(detections.hours(TestServer.ROOT).get(ID)).last().isEqualTo(1L);
  }

  @Test
  void aRuleOnTrialCountsOnly() throws Exception {
    detections.add(TestServer.ROOT, RULE, RuleState.TRIAL);
    schtasks();
    TestServer.await("a hit", () -> !detections.hours(TestServer.ROOT).isEmpty());
    assertThat(raised()).isEmpty();
  }

  @Test
  void aRuleThatIsOffDoesNothingAndOneThatIsTurnedOnDoes() throws Exception {
    detections.add(TestServer.ROOT, RULE, RuleState.OFF);
    schtasks();
    awaitMatched();
    assertThat(detections.hours(TestServer.ROOT)).isEmpty();
    detections.setState(TestServer.ROOT, ID, RuleState.ON, "");
    schtasks();
    TestServer.await("an alert", () -> raised().size() == 1);
    assertThat(raised().getFirst().count()).isEqualTo(1);
  }

  @Test
  void aRuleForALabelLeavesOtherClientsAlone() throws Exception {
    detections.add(TestServer.ROOT, RULE, RuleState.ON);
    detections.setState(TestServer.ROOT, ID, RuleState.ON, "tier0");
    schtasks();
    awaitMatched();
    assertThat(raised()).isEmpty();
    server.clients.changeLabels(
        TestServer.ROOT, List.of(TestServer.DC01), Set.of("tier0"), Set.of());
    schtasks();
    TestServer.await("an alert", () -> raised().size() == 1);
  }

  @Test
  void anEventIsMatchedOnceThroughARestart() throws Exception {
    detections.add(TestServer.ROOT, RULE, RuleState.ON);
    schtasks();
    TestServer.await("an alert", () -> raised().size() == 1);
    engine.close();
    schtasks();
    engine = engine();
    TestServer.await("both counted", () -> raised().getFirst().count() == 2);
    engine.close();
    engine = engine();
    awaitMatched();
    assertThat(raised().getFirst().count()).isEqualTo(2);
  }

  @Test
  void aChangedRuleIsANewVersionAndIsUsed() throws Exception {
    detections.add(TestServer.ROOT, RULE, RuleState.ON);
    RuleImport again =
        detections.add(TestServer.ROOT, RULE.replace("schtasks.exe", "at.exe"), RuleState.OFF);
    assertThat(again.changed()).containsExactly(ID);
    assertThat(detections.require(TestServer.ROOT, ID).version()).isEqualTo(2);
    assertThat(detections.require(TestServer.ROOT, ID).state()).isEqualTo(RuleState.ON);
    assertThat(detections.versions(TestServer.ROOT, ID)).hasSize(2);
    schtasks();
    process("C:\\Windows\\System32\\at.exe", "at /s x /p y");
    TestServer.await("an alert", () -> raised().size() == 1);
    assertThat(raised().getFirst().why()).contains("at.exe");
    assertThat(detections.add(TestServer.ROOT, RULE, RuleState.ON).unchanged()).isZero();
  }

  @Test
  void aBadRuleStopsNobody() throws Exception {
    RuleImport done =
        detections.add(
            TestServer.ROOT,
            "title: broken\nid: b\nlogsource: {category: x}\ndetection: {condition: nothing}\n---\n"
                + RULE,
            RuleState.ON);
    assertThat(done.added()).containsExactly(ID);
    assertThat(done.rejected()).singleElement().asString().contains("nothing");
    schtasks();
    TestServer.await("an alert", () -> raised().size() == 1);
  }

  @Test
  void aCorrelationComesWithTheRuleThatItIsAbout() throws Exception {
    detections.add(TestServer.ROOT, RULE, RuleState.TRIAL);
    detections.add(
        TestServer.ROOT,
        """
        title: Three tasks on other hosts
        id: corr
        correlation:
          type: event_count
          rules: ['%s']
          group-by: [User]
          timespan: 10m
          condition: {gte: 3}
        level: high
        """
            .formatted(ID),
        RuleState.ON);
    for (int i = 0; i < 3; i++) {
      schtasks();
    }
    TestServer.await("an alert", () -> raised().size() == 1);
    assertThat(raised().getFirst().title()).isEqualTo("Three tasks on other hosts");
  }

  @Test
  void whoMayNotIsRefused() {
    Principal reader = new Principal.User(2, "reader", "reader", Set.of(Permission.READ_RESULTS));
    assertThatThrownBy(() -> detections.add(reader, RULE, RuleState.ON))
        .isInstanceOf(SpoorException.class)
        .hasMessage("user:reader may not change rules: that needs ARTIFACT_WRITE");
    assertThat(detections.check(reader, RULE.replace("image and", "imaje and")))
        .singleElement()
        .asString()
        .contains("imaje");
  }
}
