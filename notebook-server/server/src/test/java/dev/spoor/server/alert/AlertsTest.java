package dev.spoor.server.alert;

import static dev.spoor.server.alert.TestAlerts.ADA;
import static dev.spoor.server.alert.TestAlerts.DC01;
import static dev.spoor.server.alert.TestAlerts.IVO;
import static dev.spoor.server.alert.TestAlerts.RITA;
import static dev.spoor.server.alert.TestAlerts.SYSTEM;
import static dev.spoor.server.alert.TestAlerts.WEB02;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.alert.AlertRaiser.Kind;
import dev.spoor.server.alert.AlertRaiser.Raised;
import dev.spoor.server.audit.AuditVerification;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
  @TempDir private Path folder;
  private TestAlerts world;
  private Alerts alerts;
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void open() {
    world = new TestAlerts(folder);
    alerts = world.alerts;
    alerts.addListener((alert, change) -> heard.add(change + " " + alert));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Alert alert(String id) {
    return alerts.require(RITA, id);
  }

  private static void refused(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SpoorException.class, refused -> assertThat(refused.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void theInboxGroupsByRuleClientAndAccountAndTellsNewValuesApart() {
    Raised first = world.raise(DC01, "adm_peter", "schtasks /Create a");
    assertThat(first.kind()).isEqualTo(Kind.NEW_ALERT);
    Raised second = world.raise(DC01, "adm_peter", "schtasks /Create b");
    assertThat(second).isEqualTo(new Raised(first.alert(), Kind.NEW_VALUE));
    assertThat(second.isNews()).isTrue();
    Raised third = world.raise(DC01, "adm_peter", "schtasks /Create a");
    assertThat(third).isEqualTo(new Raised(first.alert(), Kind.REPEAT));
    assertThat(third.isNews()).isFalse();
    assertThat(world.raise(DC01, "k.lund", "schtasks /Create a").alert())
        .isNotEqualTo(first.alert());
    assertThat(world.raise(WEB02, "adm_peter", "schtasks /Create a").kind())
        .isEqualTo(Kind.NEW_ALERT);

    Alert alert = alert(first.alert());
    assertThat(alert.count()).isEqualTo(3);
    assertThat(alert.values()).isEqualTo(2);
    assertThat(alert.hostname()).isEqualTo("srv-dc01");
    assertThat(alert.hours()).hasSize(Alerts.HOURS).endsWith(3);
    assertThat(alerts.values(RITA, alert.id(), 10))
        .extracting(value -> value.entity().keyValue() + " " + value.count())
        .containsExactly("schtasks /Create a 2", "schtasks /Create b 1");
    assertThat(heard)
        .startsWith("RAISED " + alert.id(), "RAISED " + alert.id(), "COUNTED " + alert.id());
    assertThat(world.actions())
        .containsExactly(
            "system alert.raise", "system alert.raise", "system alert.raise", "system alert.raise");
  }

  @Test
  void theSameEventCountsOnceHoweverOftenItIsReplayed() {
    AlertSignal signal = world.signal(DC01, "adm_peter", "x");
    Raised first = world.raise(signal);
    assertThat(world.raise(signal)).isEqualTo(new Raised(first.alert(), Kind.SAME_EVENT));
    alerts.act(IVO, List.of(first.alert()), new AlertAction.Close(CloseReason.HANDLED, ""));
    // also when the alert was closed between the two
    assertThat(world.raise(signal)).isEqualTo(new Raised(first.alert(), Kind.SAME_EVENT));
    assertThat(alert(first.alert()).count()).isEqualTo(1);
  }

  @Test
  void aTransactionThatFailsLeavesNothing() {
    assertThatThrownBy(
            () ->
                world.database.write(
                    tx -> {
                      alerts.raise(tx, SYSTEM, world.signal(DC01, "a", "x"));
                      throw new IllegalStateException("the outbox is full");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(alerts.counts(IVO).open()).isZero();
    assertThat(world.actions()).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void aRepeatAfterItsWindowIsNewsAgain() {
    Raised first = world.raise(DC01, "a", "x");
    world.pass(Duration.ofMinutes(119));
    assertThat(world.raise(DC01, "a", "x").kind()).isEqualTo(Kind.REPEAT);
    world.pass(Duration.ofMinutes(1));
    assertThat(world.raise(DC01, "a", "x")).isEqualTo(new Raised(first.alert(), Kind.AFTER_WINDOW));
    assertThat(world.raise(DC01, "a", "x").kind()).isEqualTo(Kind.REPEAT);
    assertThat(alert(first.alert()).count()).isEqualTo(4);
  }

  @Test
  void aKeyOfItsOwnGroupsOverClients() {
    Raised first = world.raise(world.signal(DC01, "adm_peter", "x").withDedup("adm_peter"));
    Raised second = world.raise(world.signal(WEB02, "adm_peter", "x").withDedup("adm_peter"));
    assertThat(second).isEqualTo(new Raised(first.alert(), Kind.NEW_VALUE));
    assertThat(alert(first.alert()).clients()).isEqualTo(2);
    assertThat(alerts.page(RITA, AlertFilter.OPEN.withClient(DC01), AlertOrder.INBOX, null, 10))
        .extracting(page -> page.alerts().size())
        .isEqualTo(1);
  }

  @Test
  void theWorstSeverityStays() {
    AlertSignal high = world.signal(DC01, "a", "x");
    String id = world.raise(high).alert();
    world.raise(
        AlertSignal.of(
            high.rule(), "t", Severity.CRITICAL, high.entity(), "E.worse", world.instant()));
    assertThat(alert(id).severity()).isEqualTo(Severity.CRITICAL);
    world.raise(DC01, "a", "x");
    assertThat(alert(id).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void actionsChangeTheStateAndAreTakenBack() {
    String id = world.raise(DC01, "a", "x").alert();
    Alerts.Done done = alerts.act(IVO, List.of(id), new AlertAction.Acknowledge());
    assertThat(alert(id).state()).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(alert(id).owner()).isEqualTo("ivo");
    assertThat(alerts.counts(IVO)).isEqualTo(new AlertCounts(0, 1, 0, 1));
    // a repeat is no reason to keep somebody from taking it back
    world.raise(DC01, "a", "x");
    assertThat(alerts.undo(IVO, done.undo()).getFirst().state()).isEqualTo(AlertState.OPEN);
    assertThat(alert(id).owner()).isNull();
    refused(ErrorCode.CONFLICT, "nothing is taken back", () -> alerts.undo(IVO, done.undo()));

    Alerts.Done assigned = alerts.act(IVO, List.of(id), new AlertAction.Assign("ada"));
    Instant until = world.instant().plusSeconds(3600);
    Alerts.Done snoozed = alerts.act(ADA, List.of(id), new AlertAction.Snooze(until));
    assertThat(alert(id).until()).isEqualTo(until);
    assertThat(alert(id).owner()).isEqualTo("ada");
    refused(ErrorCode.CONFLICT, "since", () -> alerts.undo(IVO, assigned.undo()));
    refused(ErrorCode.FORBIDDEN, "user:ada did this", () -> alerts.undo(IVO, snoozed.undo()));
    alerts.undo(ADA, snoozed.undo());
    assertThat(alert(id).state()).isEqualTo(AlertState.ASSIGNED);

    alerts.act(ADA, List.of(id), new AlertAction.Close(CloseReason.EXPECTED, " patch day "));
    assertThat(alert(id).reason()).isEqualTo(CloseReason.EXPECTED);
    assertThat(alert(id).comment()).isEqualTo("patch day");
    assertThat(alerts.counts(ADA)).isEqualTo(new AlertCounts(0, 0, 0, 0));
    assertThat(alerts.history(RITA, id))
        .extracting(item -> item.author() + " " + item.verb() + (item.isUndone() ? " undone" : ""))
        .containsExactly(
            "user:ada close",
            "user:ada undo",
            "user:ada snooze undone",
            "user:ivo assign",
            "user:ivo undo",
            "user:ivo acknowledge undone");
    AuditVerification chain = world.database.read(tx -> world.audit.verify(tx));
    assertThat(chain).isInstanceOf(AuditVerification.Intact.class);
    assertThat(world.actions()).contains("user:ivo alert.acknowledge", "user:ada alert.close");
  }

  @Test
  void manyAreDoneAndTakenBackAtOnce() {
    String one = world.raise(DC01, "a", "x").alert();
    String two = world.raise(DC01, "b", "x").alert();
    Alerts.Done done =
        alerts.act(IVO, List.of(one, two), new AlertAction.Close(CloseReason.FALSE_ALARM, ""));
    assertThat(done.alerts()).extracting(Alert::state).containsOnly(AlertState.CLOSED);
    // one of them came again meanwhile, so it cannot be opened beside the new one
    String again = world.raise(DC01, "c", "x").alert();
    assertThat(again).isNotIn(one, two);
    assertThat(alerts.undo(IVO, done.undo())).extracting(Alert::id).containsExactly(one, two);
    refused(
        ErrorCode.NOT_FOUND,
        "is not there",
        () -> alerts.act(IVO, List.of(one, "A.aaaaaaaaaaaaa"), new AlertAction.Acknowledge()));
    assertThat(alert(one).state()).isEqualTo(AlertState.OPEN);
  }

  @Test
  void aClosedAlertStaysClosedBesideItsSuccessor() {
    String old = world.raise(DC01, "a", "x").alert();
    Alerts.Done closed =
        alerts.act(IVO, List.of(old), new AlertAction.Close(CloseReason.HANDLED, ""));
    String next = world.raise(DC01, "a", "x").alert();
    assertThat(next).isNotEqualTo(old);
    refused(ErrorCode.CONFLICT, next, () -> alerts.undo(IVO, closed.undo()));
    refused(
        ErrorCode.CONFLICT, next, () -> alerts.act(IVO, List.of(old), new AlertAction.Reopen()));
    assertThat(alerts.related(RITA, next, 10)).extracting(Alert::id).containsExactly(old);
  }

  @Test
  void aSnoozedAlertIsWokenByItsTimeAndByANewValueButNotByARepeat() {
    String id = world.raise(DC01, "a", "x").alert();
    alerts.act(IVO, List.of(id), new AlertAction.Snooze(world.instant().plus(Duration.ofHours(4))));
    world.raise(DC01, "a", "x");
    alerts.wake();
    assertThat(alert(id).state()).isEqualTo(AlertState.SNOOZED);
    world.raise(DC01, "a", "something else");
    assertThat(alert(id).state()).isEqualTo(AlertState.OPEN);
    assertThat(alert(id).until()).isNull();

    alerts.act(IVO, List.of(id), new AlertAction.Snooze(world.instant().plus(Duration.ofHours(4))));
    world.pass(Duration.ofHours(4));
    alerts.wake();
    assertThat(alert(id).state()).isEqualTo(AlertState.OPEN);
    assertThat(alerts.history(RITA, id).getFirst().author()).isEqualTo("system");
    refused(
        ErrorCode.INVALID_REQUEST,
        "within 90 days",
        () -> alerts.act(IVO, List.of(id), new AlertAction.Snooze(world.instant())));
  }

  @Test
  void notesAreTheirAuthors() {
    String id = world.raise(DC01, "a", "x").alert();
    AlertNote note = alerts.addNote(IVO, id, " k.lund opened the mail at 08:11 ");
    assertThat(note.text()).isEqualTo("k.lund opened the mail at 08:11");
    assertThat(alert(id).notes()).isEqualTo(1);
    refused(ErrorCode.FORBIDDEN, "ivo's", () -> alerts.deleteNote(ADA, id, note.number()));
    alerts.deleteNote(IVO, id, note.number());
    assertThat(alerts.notes(RITA, id)).isEmpty();
    refused(ErrorCode.INVALID_REQUEST, "empty", () -> alerts.addNote(IVO, id, " "));
    assertThat(world.actions()).contains("user:ivo alert.note");
  }

  @Test
  void aReaderOnlyReads() {
    String id = world.raise(DC01, "a", "x").alert();
    for (AlertAction action :
        List.of(
            new AlertAction.Acknowledge(),
            new AlertAction.Assign("ada"),
            new AlertAction.Close(CloseReason.HANDLED, ""),
            new AlertAction.Reopen(),
            new AlertAction.Snooze(world.instant().plusSeconds(60)))) {
      refused(ErrorCode.FORBIDDEN, "ALERT_EDIT", () -> alerts.act(RITA, List.of(id), action));
    }
    refused(ErrorCode.FORBIDDEN, "ALERT_EDIT", () -> alerts.addNote(RITA, id, "x"));
    refused(ErrorCode.FORBIDDEN, "ALERT_EDIT", () -> alerts.undo(RITA, "x"));
    refused(
        ErrorCode.FORBIDDEN, "ALERT_EDIT", () -> alerts.raise(RITA, world.signal(DC01, "a", "x")));
    refused(
        ErrorCode.INVALID_REQUEST,
        "nobody",
        () -> alerts.act(IVO, List.of(id), new AlertAction.Assign("rita")));
  }

  @Test
  void listsAreFilteredOrderedAndPaged() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      world.pass(Duration.ofSeconds(1));
      AlertSignal signal = world.signal(i % 2 == 0 ? DC01 : WEB02, "account" + i, "x");
      ids.add(
          world
              .raise(
                  AlertSignal.of(
                      i % 3 == 0 ? "Rule of three" : signal.rule(),
                      signal.title(),
                      Severity.values()[i % 5],
                      signal.entity(),
                      signal.eventId(),
                      signal.time()))
              .alert());
    }
    for (AlertOrder order : AlertOrder.values()) {
      List<String> paged = new ArrayList<>();
      String cursor = null;
      do {
        AlertPage page = alerts.page(RITA, AlertFilter.OPEN, order, cursor, 7);
        page.alerts().forEach(alert -> paged.add(alert.id()));
        cursor = page.next();
      } while (cursor != null);
      assertThat(paged).as("%s", order).hasSize(25).doesNotHaveDuplicates();
      assertThat(alerts.places(RITA, AlertFilter.OPEN, order))
          .extracting(AlertPlace::id)
          .as("%s", order)
          .containsExactlyElementsOf(paged);
    }
    assertThat(alerts.places(RITA, AlertFilter.OPEN, AlertOrder.TIME).getFirst().id())
        .isEqualTo(ids.getLast());
    assertThat(alerts.places(RITA, AlertFilter.OPEN, AlertOrder.INBOX).getFirst().id())
        .as("the newest of the worst")
        .isEqualTo(ids.get(20));
    assertThat(found(AlertFilter.OPEN.withSeverities(Set.of(Severity.LOW)))).isEqualTo(5);
    assertThat(found(AlertFilter.OPEN.withRule("Rule of three"))).isEqualTo(9);
    assertThat(found(AlertFilter.OPEN.withClient(WEB02))).isEqualTo(12);
    assertThat(found(AlertFilter.OPEN.withAccount("account7"))).isEqualTo(1);
    assertThat(found(AlertFilter.OPEN.withText("SRV-web02"))).isEqualTo(12);
    assertThat(found(AlertFilter.OPEN.withText("%"))).isZero();
    assertThat(found(AlertFilter.OPEN.withTime(world.instant().minusSeconds(4), world.instant())))
        .isEqualTo(4);
    alerts.act(IVO, ids.subList(0, 3), new AlertAction.Acknowledge());
    assertThat(found(AlertFilter.OPEN.withOwner("ivo"))).isEqualTo(3);
    assertThat(found(AlertFilter.OPEN.withStates(Set.of(AlertState.ACKNOWLEDGED)))).isEqualTo(3);
    refused(
        ErrorCode.INVALID_REQUEST,
        "not one of ours",
        () -> alerts.page(RITA, AlertFilter.OPEN, AlertOrder.TIME, "zzz", 7));
  }

  private long found(AlertFilter filter) {
    assertThat(alerts.places(RITA, filter, AlertOrder.INBOX))
        .hasSize((int) alerts.count(RITA, filter));
    return alerts.count(RITA, filter);
  }

  @Test
  void longTextsAreCutAndStillToldApart() {
    String long1 = "x".repeat(1_000_000) + "1";
    String long2 = "x".repeat(1_000_000) + "2";
    String id = world.raise(DC01, "a", long1).alert();
    assertThat(world.raise(DC01, "a", long2).kind()).isEqualTo(Kind.NEW_VALUE);
    assertThat(world.raise(DC01, "a", long1).kind()).isEqualTo(Kind.REPEAT);
    assertThat(alert(id).entity().keyValue()).hasSize(4_001).endsWith("x…");
  }

  @Test
  void oldEventsGoAndTheCountStays() {
    String id = world.raise(DC01, "a", "x").alert();
    world.database.write(
        tx -> {
          for (int i = 1; i < 1_200; i++) {
            alerts.raise(tx, SYSTEM, world.signal(DC01, "a", "x"));
          }
          return null;
        });
    assertThat(alert(id).count()).isEqualTo(1_200);
    assertThat(alerts.events(RITA, id, 0, 5_000)).hasSize(1_000);
    assertThat(alerts.events(RITA, id, 0, 1).getFirst().eventId()).isEqualTo("E.1200");
  }
}
