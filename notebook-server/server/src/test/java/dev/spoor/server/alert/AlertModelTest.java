package dev.spoor.server.alert;

import static dev.spoor.server.alert.TestAlerts.DC01;
import static dev.spoor.server.alert.TestAlerts.IVO;
import static dev.spoor.server.alert.TestAlerts.RITA;
import static dev.spoor.server.alert.TestAlerts.SYSTEM;
import static dev.spoor.server.alert.TestAlerts.WEB02;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.error.SpoorException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is raised and done in whatever order: nothing vanishes, nothing counts twice, and the
/// inbox says what a plain model says.
class AlertModelTest {
  @TempDir private Path folder;

  /// An alert as the model knows it.
  private static final class Known {
    final Set<String> events = new HashSet<>();
    final Set<String> values = new HashSet<>();
    AlertState state = AlertState.OPEN;
    Instant until = Instant.MAX;
  }

  @Test
  void theInboxAgreesWithAModel() {
    long seed = Long.getLong("spoor.seed", new Random().nextLong());
    Random random = new Random(seed);
    Map<String, Known> model = new LinkedHashMap<>();
    Map<String, String> open = new HashMap<>();
    List<AlertSignal> sent = new ArrayList<>();
    try (TestAlerts world = new TestAlerts(folder)) {
      for (int step = 0; step < 300; step++) {
        int what = random.nextInt(10);
        if (what < 6) {
          boolean again = !sent.isEmpty() && random.nextInt(5) == 0;
          AlertSignal signal =
              again
                  ? sent.get(random.nextInt(sent.size()))
                  : world.signal(
                      random.nextBoolean() ? DC01 : WEB02,
                      "account" + random.nextInt(3),
                      "value" + random.nextInt(4));
          sent.add(signal);
          AlertRaiser.Raised raised = world.raise(signal);
          String key = signal.entity().client() + signal.entity().account();
          if (model.values().stream().anyMatch(one -> one.events.contains(signal.eventId()))) {
            assertThat(raised.kind()).isEqualTo(AlertRaiser.Kind.SAME_EVENT);
            continue;
          }
          String id = open.computeIfAbsent(key, _ -> raised.alert());
          assertThat(raised.alert()).as("seed %s step %s", seed, step).isEqualTo(id);
          Known known = model.computeIfAbsent(id, _ -> new Known());
          known.events.add(signal.eventId());
          boolean isNew = known.values.add(signal.entity().keyValue());
          if (isNew && known.state == AlertState.SNOOZED) {
            known.state = AlertState.OPEN;
          }
        } else if (what < 9 && !model.isEmpty()) {
          List<String> ids = List.copyOf(model.keySet());
          String id = ids.get(random.nextInt(ids.size()));
          act(world, model, open, id, random);
        } else {
          world.pass(Duration.ofMinutes(random.nextInt(40)));
          world.alerts.wake();
          model
              .values()
              .forEach(
                  known -> {
                    if (known.state == AlertState.SNOOZED
                        && !known.until.isAfter(world.instant())) {
                      known.state = AlertState.OPEN;
                    }
                  });
        }
      }
      Map<String, String> expected = new TreeMap<>();
      model.forEach(
          (id, known) ->
              expected.put(
                  id, known.state + " " + known.events.size() + " " + known.values.size()));
      Map<String, String> actual = new TreeMap<>();
      for (Alert alert : world.alerts.find(RITA, model.keySet())) {
        actual.put(alert.id(), simple(alert.state()) + " " + alert.count() + " " + alert.values());
      }
      assertThat(actual).as("seed " + seed).isEqualTo(expected);
      long inbox =
          model.values().stream().filter(known -> known.state != AlertState.CLOSED).count();
      assertThat(world.alerts.places(RITA, AlertFilter.OPEN, AlertOrder.INBOX))
          .as("seed " + seed)
          .hasSize((int) inbox);
    }
  }

  private static AlertState simple(AlertState state) {
    return state == AlertState.ASSIGNED ? AlertState.OPEN : state;
  }

  private static void act(
      TestAlerts world,
      Map<String, Known> model,
      Map<String, String> open,
      String id,
      Random random) {
    Known known = model.get(id);
    if (known == null) {
      throw new IllegalStateException(id);
    }
    String key = null;
    for (Map.Entry<String, String> entry : open.entrySet()) {
      if (entry.getValue().equals(id)) {
        key = entry.getKey();
      }
    }
    switch (random.nextInt(3)) {
      case 0 -> {
        Instant until = world.instant().plus(Duration.ofMinutes(60));
        if (known.state != AlertState.CLOSED) {
          world.alerts.act(IVO, List.of(id), new AlertAction.Snooze(until));
          known.state = AlertState.SNOOZED;
          known.until = until;
        }
      }
      case 1 -> {
        world.alerts.act(IVO, List.of(id), new AlertAction.Close(CloseReason.HANDLED, ""));
        known.state = AlertState.CLOSED;
        if (key != null) {
          open.remove(key);
        }
      }
      default -> {
        try {
          world.alerts.act(IVO, List.of(id), new AlertAction.Reopen());
          if (known.state == AlertState.CLOSED) {
            Alert alert = world.alerts.require(RITA, id);
            open.put(alert.entity().client() + alert.entity().account(), id);
          }
          known.state = AlertState.OPEN;
        } catch (SpoorException refused) {
          assertThat(known.state).isEqualTo(AlertState.CLOSED);
          assertThat(refused.getMessage()).contains("opened since");
        }
      }
    }
  }

  /// Ten thousand open alerts: what the page asks of the database stays far below what a person
  /// notices.
  @Test
  void tenThousandOpenAlertsStayQuick() {
    try (TestAlerts world = new TestAlerts(folder)) {
      world.database.write(
          tx -> {
            for (int i = 0; i < 10_000; i++) {
              AlertSignal signal = world.signal(DC01, "account" + i, "value " + i);
              world.alerts.raise(
                  tx,
                  SYSTEM,
                  AlertSignal.of(
                      signal.rule(),
                      signal.title(),
                      Severity.values()[i % 5],
                      signal.entity(),
                      signal.eventId(),
                      signal.time().minusSeconds(i)));
            }
            return null;
          });
      List<AlertPlace> places = world.alerts.places(RITA, AlertFilter.OPEN, AlertOrder.INBOX);
      assertThat(places).hasSize(10_000);
      List<String> middle = places.subList(5_000, 5_040).stream().map(AlertPlace::id).toList();
      Map<String, Long> best = new LinkedHashMap<>();
      for (int i = 0; i < 5; i++) {
        time(best, "places", () -> world.alerts.places(RITA, AlertFilter.OPEN, AlertOrder.INBOX));
        time(best, "rows in sight", () -> world.alerts.find(RITA, middle));
        time(best, "counts", () -> world.alerts.counts(IVO));
        time(
            best,
            "search",
            () ->
                world.alerts.places(
                    RITA, AlertFilter.OPEN.withText("account77"), AlertOrder.INBOX));
        time(best, "detail", () -> world.alerts.related(RITA, middle.getFirst(), 51));
        time(
            best,
            "acknowledge",
            () -> world.alerts.act(IVO, middle, new AlertAction.Acknowledge()));
      }
      // the best of five, so that other work on the machine says little
      assertThat(best)
          .allSatisfy(
              (what, millis) -> assertThat(millis).as("%s: %s", what, best).isLessThan(250));
    }
  }

  private static void time(Map<String, Long> best, String what, Runnable work) {
    long begin = System.nanoTime();
    work.run();
    best.merge(what, (System.nanoTime() - begin) / 1_000_000, Math::min);
  }
}
