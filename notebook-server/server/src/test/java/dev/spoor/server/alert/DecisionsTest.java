package dev.spoor.server.alert;

import static dev.spoor.server.alert.TestAlerts.ADA;
import static dev.spoor.server.alert.TestAlerts.DC01;
import static dev.spoor.server.alert.TestAlerts.IVO;
import static dev.spoor.server.alert.TestAlerts.RITA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.alert.Decision.About;
import dev.spoor.server.alert.Decision.Draft;
import dev.spoor.server.alert.Decision.Kind;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionsTest {
  @TempDir private Path folder;
  private TestAlerts world;
  private Decisions decisions;

  @BeforeEach
  void open() {
    world = new TestAlerts(folder);
    decisions = new Decisions(world.database, world.audit, world.clients, world);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void decisionsStandOnTheTimelineOfWhomTheyAreAbout() {
    Instant due = Instant.parse("2026-11-24T18:00:00Z");
    Decision watch =
        decisions.decide(
            IVO,
            new Draft(About.CLIENT, DC01.value(), Kind.MONITOR_ONLY, " do not touch ", null, ""));
    assertThat(watch.text()).isEqualTo("do not touch");
    assertThat(watch.owner()).isEqualTo("ivo");
    Decision strike =
        decisions.decide(
            ADA, new Draft(About.ACCOUNT, "adm_peter", Kind.STRIKE_ZONE, "", due, "ivo"));
    assertThat(strike.due()).isEqualTo(due);
    assertThat(strike.author()).isEqualTo("ada");
    decisions.decide(
        ADA, new Draft(About.NOTEBOOK, "N.aaaaaaaaaaaaa", Kind.OTHER, "call the CISO", null, ""));

    assertThat(decisions.on(RITA, AlertEntity.of(DC01, "adm_peter")))
        .extracting(Decision::number)
        .containsExactly(strike.number(), watch.number());
    assertThat(decisions.on(RITA, About.NOTEBOOK, "N.aaaaaaaaaaaaa")).hasSize(1);
    assertThat(decisions.page(RITA, Long.MAX_VALUE, 2)).hasSize(2);
    assertThat(world.actions())
        .containsExactly(
            "user:ada decision.make", "user:ada decision.make", "user:ivo decision.make");

    Decision withdrawn = decisions.withdraw(IVO, strike.number());
    assertThat(withdrawn.withdrawn()).isEqualTo(world.instant());
    assertThat(decisions.withdraw(IVO, strike.number())).isEqualTo(withdrawn);
    assertThat(decisions.on(RITA, About.ACCOUNT, "adm_peter")).containsExactly(withdrawn);
    assertThat(world.actions()).contains("user:ivo decision.withdraw");
  }

  @Test
  void aContainedClientIsInQuarantineUntilItIsReleased() {
    Draft contained = new Draft(About.CLIENT, DC01.value(), Kind.CONTAINED, "", null, "");
    Decision decision = decisions.decide(IVO, contained);
    assertThat(world.clients.labels(DC01)).containsExactly("Quarantine");
    decisions.withdraw(IVO, decision.number());
    assertThat(world.clients.labels(DC01)).isEmpty();
    decisions.decide(IVO, contained);
    decisions.decide(IVO, new Draft(About.CLIENT, DC01.value(), Kind.RELEASED, "", null, ""));
    assertThat(world.clients.labels(DC01)).isEmpty();
    decisions.decide(IVO, new Draft(About.ACCOUNT, "adm_peter", Kind.CONTAINED, "", null, ""));
    assertThat(world.clients.labels(DC01)).isEmpty();
  }

  /// Where a monitoring table uses the label, whoever contains a client changes what runs on it.
  @Test
  void aProtectedQuarantineNeedsTheRightToChangeMonitoring() {
    world.clients.addGuard(
        label ->
            label.equals(Decisions.QUARANTINE)
                ? Set.of(Permission.CLIENT_MONITORING)
                : Set.<Permission>of());
    Draft contained = new Draft(About.CLIENT, DC01.value(), Kind.CONTAINED, "", null, "");
    assertThatThrownBy(() -> decisions.decide(ADA, contained))
        .isInstanceOf(SpoorException.class)
        .hasMessageContaining("CLIENT_MONITORING");
    assertThat(decisions.on(RITA, About.CLIENT, DC01.value())).isEmpty();
    decisions.decide(IVO, contained);
    assertThat(world.clients.labels(DC01)).containsExactly("Quarantine");
  }

  @Test
  void whatIsNotThereOrSaysNothingIsRefused() {
    refused("not enrolled", new Draft(About.CLIENT, "../x", Kind.CONTAINED, "", null, ""));
    refused(
        "not enrolled",
        new Draft(About.CLIENT, "C.00000000000000ff", Kind.MONITOR_ONLY, "", null, ""));
    refused("is not there", new Draft(About.NOTEBOOK, "N.1", Kind.MONITOR_ONLY, "", null, ""));
    refused("1 to 300", new Draft(About.ACCOUNT, " ", Kind.MONITOR_ONLY, "", null, ""));
    refused("say what", new Draft(About.ACCOUNT, "a", Kind.OTHER, " ", null, ""));
    refused("at most", new Draft(About.ACCOUNT, "a", Kind.OTHER, "x".repeat(2_001), null, ""));
    assertThatThrownBy(
            () -> decisions.decide(RITA, new Draft(About.ACCOUNT, "a", Kind.OTHER, "x", null, "")))
        .hasMessageContaining("ALERT_EDIT");
    assertThatThrownBy(() -> decisions.withdraw(RITA, 1)).hasMessageContaining("ALERT_EDIT");
    assertThatThrownBy(() -> decisions.withdraw(IVO, 77)).hasMessageContaining("not there");
    assertThat(world.actions()).isEmpty();
  }

  private void refused(String message, Draft draft) {
    assertThatThrownBy(() -> decisions.decide(IVO, draft))
        .isInstanceOf(SpoorException.class)
        .hasMessageContaining(message);
  }
}
