package dev.spoor.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sigma.correlation.CorrelationLimits;
import dev.spoor.sigma.correlation.CorrelationMatch;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Correlations over streams that are written down: each type, at the edges of windows, out of
/// order, in chains, within limits.
class CorrelationTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String BASE =
      """
      title: base a
      id: ida
      name: a
      logsource: {product: linux}
      detection: {s: {kind: a}, condition: s}
      ---
      title: base b
      id: idb
      name: b
      logsource: {product: linux}
      detection: {s: {kind: b}, condition: s}
      ---
      title: base c
      id: idc
      name: c
      logsource: {product: linux}
      detection: {s: {kind: c}, condition: s}
      ---
      """;

  private final List<String> seen = new ArrayList<>();

  private SigmaSession session(String correlations, CorrelationLimits limits) {
    return new SigmaSession(TestRules.load(BASE + correlations), limits);
  }

  private SigmaSession session(String correlations) {
    return session(correlations, CorrelationLimits.DEFAULT);
  }

  private static String correlation(String body) {
    return "title: corr\nid: corr\ncorrelation:\n" + body.indent(2);
  }

  private final SigmaSession.Listener listener =
      new SigmaSession.Listener() {
        @Override
        public void matched(LoadedRule rule, Row row) {
          seen.add(rule.id());
        }

        @Override
        public void matched(CorrelationMatch match) {
          seen.add(
              match.correlation().header().id()
                  + match.group().values()
                  + " "
                  + Duration.between(START, match.first()).toSeconds()
                  + "-"
                  + Duration.between(START, match.last()).toSeconds()
                  + " n="
                  + match.events()
                  + " v="
                  + match.value());
        }
      };

  private void feed(SigmaSession session, String kind, long second, Object... fields) {
    Dict row = new Dict().with("kind", kind).with("Time", START.plusSeconds(second));
    for (int i = 0; i < fields.length; i += 2) {
      row.with(String.valueOf(fields[i]), fields[i + 1]);
    }
    session.event(row, new LogSource("linux", null, null), START, listener);
  }

  @Test
  void eventCountByGroupInASlidingWindow() {
    SigmaSession s =
        session(
            correlation(
                "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 60s\n"
                    + "condition: {gte: 3}\n"));
    // crosses a minute's boundary, which means nothing to a sliding window
    feed(s, "a", 50, "u", "x");
    feed(s, "a", 55, "u", "y");
    feed(s, "a", 70, "u", "x");
    feed(s, "b", 80, "u", "x");
    assertThat(seen).containsExactly("idb");
    feed(s, "a", 110, "u", "x");
    assertThat(seen).containsExactly("idb", "corr[x] 50-110 n=3 v=3.0");
  }

  @Test
  void anEventOneStepBeyondTheTimespanDoesNotCount() {
    SigmaSession s =
        session(
            correlation(
                "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 60s\n"
                    + "condition: {gte: 2}\n"));
    feed(s, "a", 0, "u", "x");
    feed(s, "a", 61, "u", "x");
    assertThat(seen).isEmpty();
    feed(s, "a", 121, "u", "x");
    assertThat(seen).containsExactly("corr[x] 61-121 n=2 v=2.0");
  }

  @Test
  void aGroupThatMatchedIsQuietForATimespan() {
    SigmaSession s =
        session(
            correlation(
                "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\n"
                    + "condition: {gt: 1}\n"));
    for (int i = 0; i <= 24; i++) {
      feed(s, "a", i, "u", "x");
    }
    assertThat(seen)
        .containsExactly(
            "corr[x] 0-1 n=2 v=2.0", "corr[x] 2-12 n=11 v=11.0", "corr[x] 13-23 n=11 v=11.0");
  }

  @Test
  void eventsOutOfOrderCountWhereTheyBelong() {
    SigmaSession s =
        session(
            correlation(
                "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\n"
                    + "condition: {gte: 3}\n"));
    feed(s, "a", 100, "u", "x");
    feed(s, "a", 120, "u", "x");
    feed(s, "a", 91, "u", "x");
    assertThat(seen).isEmpty();
    feed(s, "a", 95, "u", "x");
    assertThat(seen).containsExactly("corr[x] 91-100 n=3 v=3.0");
  }

  @Test
  void anEventThatComesMuchTooLateIsCountedAsLate() {
    SigmaSession s =
        session(
            correlation(
                "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\n"
                    + "condition: {gte: 2}\n"));
    feed(s, "a", 10_000, "u", "x");
    feed(s, "a", 1, "u", "x");
    feed(s, "a", 2, "u", "x");
    assertThat(seen).isEmpty();
    assertThat(s.forgotten()).isEqualTo(2);
  }

  @Test
  void valueCountCountsDifferentValues() {
    SigmaSession s =
        session(
            correlation(
                "type: value_count\nrules: [a]\ngroup-by: [h]\ntimespan: 1m\n"
                    + "condition: {field: u, gte: 3}\n"));
    feed(s, "a", 1, "h", "x", "u", "one");
    feed(s, "a", 2, "h", "x", "u", "two");
    feed(s, "a", 3, "h", "x", "u", "two");
    feed(s, "a", 4, "h", "x");
    assertThat(seen).isEmpty();
    feed(s, "a", 5, "h", "x", "u", "three");
    assertThat(seen).containsExactly("corr[x] 1-5 n=4 v=3.0");
  }

  @Test
  void severalFieldsOfAValueCountAreCountedTogether() {
    SigmaSession s =
        session(
            correlation(
                "type: value_count\nrules: [a]\ngroup-by: [h]\ntimespan: 1m\n"
                    + "condition: {field: [u, p], gte: 2}\n"));
    feed(s, "a", 1, "h", "x", "u", "one", "p", "1");
    feed(s, "a", 2, "h", "x", "u", "one", "p", "1");
    assertThat(seen).isEmpty();
    feed(s, "a", 3, "h", "x", "u", "one", "p", "2");
    assertThat(seen).hasSize(1);
  }

  @Test
  void temporalWantsAllRulesInAnyOrder() {
    SigmaSession s =
        session(correlation("type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 5m\n"));
    feed(s, "c", 0, "u", "x");
    feed(s, "a", 10, "u", "x");
    feed(s, "b", 20, "u", "y");
    feed(s, "b", 301, "u", "x");
    assertThat(seen).isEmpty();
    feed(s, "c", 305, "u", "x");
    assertThat(seen).containsExactly("corr[x] 10-305 n=3 v=3.0");
  }

  @Test
  void temporalWithAConditionCountsRules() {
    SigmaSession s =
        session(
            correlation(
                "type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 5m\n"
                    + "condition: {gte: 2}\n"));
    feed(s, "a", 0, "u", "x");
    feed(s, "a", 1, "u", "x");
    assertThat(seen).isEmpty();
    feed(s, "c", 2, "u", "x");
    assertThat(seen).containsExactly("corr[x] 0-2 n=3 v=2.0");
  }

  @Test
  void temporalOrderedWantsTheOrder() {
    String text =
        correlation("type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 5m\n");
    SigmaSession s = session(text);
    feed(s, "b", 0, "u", "x");
    feed(s, "a", 10, "u", "x");
    feed(s, "c", 20, "u", "x");
    assertThat(seen).isEmpty();
    feed(s, "b", 30, "u", "x");
    feed(s, "c", 40, "u", "x");
    assertThat(seen).containsExactly("corr[x] 0-40 n=5 v=3.0");
    seen.clear();
    // the one in the middle comes last
    SigmaSession late = session(text);
    feed(late, "a", 10, "u", "x");
    feed(late, "c", 20, "u", "x");
    assertThat(seen).isEmpty();
    feed(late, "b", 15, "u", "x");
    assertThat(seen).containsExactly("corr[x] 10-20 n=3 v=3.0");
  }

  @Test
  void sumAverageMedianAndPercentile() {
    assertThat(metric("type: value_sum", "{field: n, gt: 100}", 40, 50, 20))
        .containsExactly("corr[x] 0-2 n=3 v=110.0");
    assertThat(metric("type: value_sum", "{field: n, gt: 100}", 40, 50)).isEmpty();
    assertThat(metric("type: value_avg", "{field: n, gte: 30}", 10, 20, 60))
        .containsExactly("corr[x] 0-2 n=3 v=30.0");
    assertThat(metric("type: value_median", "{field: n, gt: 14}", 10, 12, 90, 80))
        .containsExactly("corr[x] 0-3 n=4 v=46.0");
    assertThat(metric("type: value_percentile", "{field: n, percentile: 75, gte: 9}", 1, 2, 3, 8))
        .isEmpty();
    assertThat(metric("type: value_percentile", "{field: n, percentile: 75, gte: 9}", 1, 2, 9))
        .containsExactly("corr[x] 0-2 n=3 v=9.0");
  }

  private List<String> metric(String type, String condition, int... values) {
    seen.clear();
    SigmaSession s =
        session(
            correlation(
                type
                    + "\nrules: [a]\ngroup-by: [u]\ntimespan: 1h\ncondition: "
                    + condition
                    + "\n"));
    for (int i = 0; i < values.length; i++) {
      feed(s, "a", i, "u", "x", "n", values[i]);
    }
    return List.copyOf(seen);
  }

  @Test
  void anUpperBoundIsJudgedWhenTheWindowIsOver() {
    String range =
        correlation(
            "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\n"
                + "condition: {gte: 2, lte: 3}\n");
    CorrelationLimits strict = new CorrelationLimits(100, 100, 1000, Duration.ZERO);
    SigmaSession s = session(range, strict);
    feed(s, "a", 0, "u", "x");
    feed(s, "a", 1, "u", "x");
    for (int i = 0; i < 4; i++) {
      feed(s, "a", i, "u", "y");
    }
    assertThat(seen).isEmpty();
    feed(s, "a", 20, "u", "z");
    assertThat(seen).containsExactly("corr[x] 0-1 n=2 v=2.0");
    s.finish(listener);
    assertThat(seen).hasSize(1);
  }

  @Test
  void aliasesBringDifferentFieldsTogether() {
    SigmaSession s =
        session(
            correlation(
                "type: temporal\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 10s\n"
                    + "aliases:\n  ip:\n    a: src.ip\n    b: dst.ip\n"));
    feed(s, "a", 0, "src.ip", "10.0.0.1", "dst.ip", "10.0.0.9");
    feed(s, "b", 1, "src.ip", "10.0.0.1", "dst.ip", "10.0.0.8");
    assertThat(seen).isEmpty();
    feed(s, "b", 2, "dst.ip", "10.0.0.1");
    assertThat(seen).containsExactly("corr[10.0.0.1] 0-2 n=2 v=2.0");
  }

  @Test
  void correlationsBuildOnCorrelations() {
    SigmaSession s =
        session(
            """
            title: many a
            id: many_a
            correlation:
              type: event_count
              rules: [a]
              group-by: [u, h]
              timespan: 10s
              condition: {gte: 3}
            ---
            """
                + correlation(
                    "type: temporal_ordered\nrules: [many_a, b]\ngroup-by: [u]\ntimespan: 60s\n"));
    feed(s, "b", 0, "u", "x", "h", "1");
    for (int i = 1; i < 4; i++) {
      feed(s, "a", i, "u", "x", "h", "1");
    }
    assertThat(seen).isEmpty();
    feed(s, "b", 30, "u", "x", "h", "2");
    assertThat(seen).containsExactly("corr[x] 0-30 n=3 v=2.0");
  }

  @Test
  void whatIsReferredToIsShownOnlyIfAskedFor() {
    String text =
        "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {gte: 2}\n";
    SigmaSession quiet = session(correlation(text));
    feed(quiet, "a", 0, "u", "x");
    assertThat(seen).isEmpty();
    SigmaSession loud = session(correlation(text + "generate: true\n"));
    feed(loud, "a", 0, "u", "x");
    assertThat(seen).containsExactly("ida");
  }

  @Test
  void memoryIsBounded() {
    CorrelationLimits small = new CorrelationLimits(10, 5, 30, Duration.ZERO);
    SigmaSession s =
        session(
            correlation(
                "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 1h\n"
                    + "condition: {gte: 100}\n"),
            small);
    for (int i = 0; i < 1000; i++) {
      feed(s, "a", i, "u", "user " + i % 100);
    }
    assertThat(s.forgotten()).isEqualTo(990);
  }

  @Test
  void brokenReferencesAreRejectedAlone() {
    SigmaRules rules = SigmaRules.builder().build();
    String other =
        """
        title: corr2
        id: corr2
        correlation: {type: temporal, rules: [corr], group-by: [u], timespan: 1m}
        """;
    LoadSummary summary =
        rules.add(
            BASE
                + correlation("type: temporal\nrules: [corr2]\ngroup-by: [u]\ntimespan: 1m\n")
                + "---\n"
                + other
                + "---\ntitle: x\nid: x\n"
                + "correlation: {type: temporal, rules: [nowhere], timespan: 1m}\n",
            "");
    assertThat(summary.rules()).isEqualTo(3);
    assertThat(summary.correlations()).isZero();
    assertThat(summary.rejected())
        .extracting(Rejection::reason)
        .containsExactlyInAnyOrder(
            "the correlation refers to itself: \"corr\" → \"corr2\"",
            "the correlation refers to itself: \"corr\" → \"corr2\"",
            "there is no rule or correlation \"nowhere\"");
  }

  @Test
  void theExamplesOfTheSpecificationAreRead() throws java.io.IOException {
    java.nio.file.Path folder = SharedData.detection().resolve("sigma-correlation");
    LoadSummary summary = SigmaRules.builder().build().load(folder);
    assertThat(summary.rules()).isEqualTo(3);
    assertThat(summary.filters()).isEqualTo(2);
    assertThat(summary.correlations()).isEqualTo(2);
    assertThat(summary.rejected())
        .hasSize(4)
        .allMatch(r -> r.reason().startsWith("there is no rule or correlation"));
  }
}
