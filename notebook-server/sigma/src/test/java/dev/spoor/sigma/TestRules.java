package dev.spoor.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.match.SigmaMatcher;
import dev.spoor.sigma.pipeline.Pipeline;
import dev.spoor.sigma.pipeline.Pipelines;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.List;

/// Small rules, written down next to what they must find.
final class TestRules {
  static final LogSource LINUX = new LogSource("linux", null, null);

  private TestRules() {}

  /// A rule for Linux whose detection is the given YAML, condition included.
  static String rule(String detection) {
    return "title: a rule\nid: r1\nlogsource:\n  product: linux\ndetection:\n"
        + detection.indent(2);
  }

  static SigmaRules load(String yaml) {
    SigmaRules rules = SigmaRules.builder().pipelines(Pipelines.NONE).build();
    assertThat(rules.add(yaml, "").rejected()).isEmpty();
    return rules;
  }

  static SigmaRules load(Pipeline pipeline, String yaml) {
    SigmaRules rules = SigmaRules.builder().pipelines(Pipelines.of(pipeline)).build();
    assertThat(rules.add(yaml, "").rejected()).isEmpty();
    return rules;
  }

  /// Whether a selection, which is the whole condition, matches a JSON object; with the index and
  /// without.
  static boolean matches(String selection, String event) {
    return matchesRule("sel:\n" + selection.indent(2) + "condition: sel\n", event);
  }

  static boolean matchesRule(String detection, String event) {
    List<String> ids = ids(load(rule(detection)), row(event));
    return !ids.isEmpty();
  }

  static Row row(String json) {
    return (Row) java.util.Objects.requireNonNull(Json.read(json));
  }

  /// The ids of the rules that match.
  static List<String> ids(SigmaRules rules, Row row) {
    return ids(rules, row, LINUX);
  }

  static List<String> ids(SigmaRules rules, Row row, LogSource logSource) {
    List<String> ids = new ArrayList<>();
    SigmaMatcher matcher = rules.matcher();
    matcher.match(row, logSource, rule -> ids.add(rule.id()));
    List<String> slow = new ArrayList<>();
    matcher.matchWithoutIndex(row, logSource, true, rule -> slow.add(rule.id()));
    assertThat(ids).as("with the index and without").containsExactlyInAnyOrderElementsOf(slow);
    return ids;
  }

  /// The reason and place for which a text is rejected.
  static String rejection(String yaml) {
    SigmaRules rules = SigmaRules.builder().pipelines(Pipelines.NONE).build();
    List<Rejection> rejected = rules.add(yaml, "").rejected();
    assertThat(rejected).as(yaml).hasSize(1);
    return rejected.getFirst().toString();
  }
}
