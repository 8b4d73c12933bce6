package dev.spoor.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.monitoring.RegexTrial.Mark;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RegexTesterTest {
  private static final String SWITCHES = "schtasks.*(?:(\\/ru)|(\\/p)|(\\/s))";

  private final RegexTester tester = new RegexTester();

  @Test
  void everyAlternativeIsMarkedWhereverItStands() {
    String line = "SCHTASKS /Create /RU system /s dc01 /p x";
    RegexTrial trial = tester.test(SWITCHES, List.of(line, "lolbin /s dc01"));
    assertThat(trial.isValid()).isTrue();
    assertThat(trial.sentence()).isEqualTo("Any one of /ru, /p, /s is enough.");
    assertThat(trial.parts()).extracting(Mark::part).containsExactly(1, 2, 3);
    assertThat(trial.parts().get(1))
        .satisfies(
            part -> assertThat(SWITCHES.substring(part.start(), part.end())).isEqualTo("(\\/p)"));
    assertThat(trial.lines().getFirst().matches()).isTrue();
    assertThat(trial.lines().getFirst().marks())
        .containsExactly(
            new Mark(line.indexOf("/RU"), line.indexOf("/RU") + 3, 1),
            new Mark(line.indexOf("/s"), line.indexOf("/s") + 2, 3),
            new Mark(line.indexOf("/p"), line.indexOf("/p") + 2, 2));
    assertThat(trial.lines().get(1).matches()).isFalse();
    assertThat(trial.lines().get(1).marks()).isEmpty();
  }

  @Test
  void requireAllSaysNoWhereOneIsMissing() {
    String all = tester.test(SWITCHES, List.of()).requireAll();
    assertThat(all).isNotNull();
    RegexTrial trial =
        tester.test(
            String.valueOf(all), List.of("schtasks /ru a /s b", "schtasks /s b /p c /ru a"));
    assertThat(trial.sentence()).isEqualTo("All of /ru, /p, /s are required, in any order.");
    assertThat(trial.lines()).extracting(RegexTrial.Line::matches).containsExactly(false, true);
    assertThat(trial.lines().get(1).marks()).extracting(Mark::part).containsExactly(3, 2, 1);
  }

  @Test
  void aFaultHasItsPlace() {
    RegexTrial trial = tester.test("schtasks(", List.of("x"));
    assertThat(trial.problem()).isEqualTo("this ( is not closed");
    assertThat(trial.position()).isEqualTo(8);
    assertThat(trial.lines()).isEmpty();
    assertThat(tester.test("(?=x)", List.of()).problem()).isEqualTo("there is no look-around");
  }

  @Test
  void whatMatchesAnythingMarksNothing() {
    RegexTrial trial = tester.test(".", List.of("x", ""));
    assertThat(trial.lines()).extracting(RegexTrial.Line::matches).containsExactly(true, true);
    assertThat(trial.lines().getFirst().marks()).isEmpty();
    assertThat(trial.sentence()).isEqualTo("Matches anything.");
  }

  @Test
  void costlyPatternsStopInTime() {
    String costly = "(x?){900}(y?){900}z".repeat(2);
    List<String> lines = Collections.nCopies(50, "xy".repeat(2_000));
    long before = System.nanoTime();
    RegexTrial trial = tester.test(costly, lines);
    long took = System.nanoTime() - before;
    assertThat(trial.complete()).isFalse();
    assertThat(trial.lines()).hasSize(50);
    assertThat(trial.lines().getLast().looked()).isFalse();
    // the pattern must be compiled first, and this machine does other things
    assertThat(took).isLessThan(20 * RegexTester.BUDGET_NANOS);
  }

  @Test
  void timeIsLookedAtWhileALineIsRead() {
    AtomicLong clock = new AtomicLong();
    RegexTester hurried = new RegexTester(() -> clock.addAndGet(10), 100);
    RegexTrial trial = hurried.test("a+b", List.of("a".repeat(1_000), "b"));
    assertThat(trial.complete()).isFalse();
    assertThat(trial.lines()).extracting(RegexTrial.Line::looked).containsExactly(false, false);
  }
}
