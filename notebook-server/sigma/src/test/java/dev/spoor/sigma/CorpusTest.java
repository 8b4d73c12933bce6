package dev.spoor.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sigma.match.SigmaMatcher;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The open rules and recordings: what compiles, what matches, and that the index changes nothing.
class CorpusTest {
  private static SigmaRules rules = SigmaRules.builder().build();
  private static LoadSummary summary = LoadSummary.NONE;

  @BeforeAll
  static void load() {
    SharedData.detection();
    rules = SigmaRules.builder().build();
    summary = rules.addAll(SharedData.mainRules().values());
  }

  @Test
  void everyRuleCompilesOrWaitsForAPlaceholder() {
    assertThat(summary.line()).isEqualTo("3755 rules compiled; 25 rejected");
    assertThat(summary.rejected())
        .allMatch(r -> r.reason().matches("the placeholder %\\S+% has no values"))
        .allMatch(r -> r.place().line() > 1);
  }

  @Test
  void withPlaceholdersAllCompile() {
    StringBuilder yaml = new StringBuilder("placeholders:\n");
    java.util.Set<String> names = new java.util.TreeSet<>();
    SharedData.mainRules()
        .values()
        .forEach(
            text ->
                java.util.regex.Pattern.compile("%([A-Za-z_-]+)%")
                    .matcher(text)
                    .results()
                    .forEach(m -> names.add(m.group(1))));
    names.forEach(n -> yaml.append("  '").append(n).append("': [192.0.2.1]\n"));
    SigmaRules all =
        SigmaRules.builder()
            .pipelines(
                dev.spoor.sigma.pipeline.Pipelines.of(
                    dev.spoor.sigma.pipeline.Pipeline.parse(yaml.toString())))
            .build();
    LoadSummary loaded = all.addAll(SharedData.mainRules().values());
    assertThat(loaded.rejected()).isEmpty();
    assertThat(loaded.rules()).isEqualTo(3780);
  }

  @Test
  void everyRecordingMatchesItsRule() throws IOException {
    SigmaMatcher matcher = rules.matcher();
    int cases = 0;
    for (Path folder : SharedData.regressions()) {
      String id = folder.getFileName().toString();
      Row expected = caseOf(folder);
      Map<String, Integer> counts = new TreeMap<>();
      for (Row row : SharedData.concatenated(folder.resolve(id + ".json"))) {
        matcher.match(row, null, rule -> counts.merge(rule.id(), 1, Integer::sum));
      }
      Object wanted = expected.get("expected_matches");
      int got = counts.getOrDefault(id, 0);
      assertThat(got).as(id).isGreaterThanOrEqualTo(wanted instanceof Long n ? n.intValue() : 1);
      assertThat((long) got).as(id + ": reference").isEqualTo(expected.get("reference_matches"));
      cases++;
    }
    assertThat(cases).isEqualTo(118);
  }

  private static Row caseOf(Path folder) throws IOException {
    return (Row) Objects.requireNonNull(Json.read(Files.readString(folder.resolve("case.json"))));
  }

  @Test
  void datasetsMatchAsTheReferenceSays() throws IOException {
    SigmaMatcher matcher = rules.matcher();
    Path folder = SharedData.detection().resolve("security-datasets");
    List<?> index =
        (List<?>) Objects.requireNonNull(Json.read(Files.readString(folder.resolve("index.json"))));
    int checked = 0;
    for (Object item : index) {
      Row dataset = (Row) item;
      String file = String.valueOf(dataset.get("file"));
      if (!Files.exists(folder.resolve(file))) {
        continue;
      }
      Map<String, Long> counts = new TreeMap<>();
      for (Row row : SharedData.dataset(file)) {
        matcher.match(row, null, rule -> counts.merge(rule.id(), 1L, Long::sum));
      }
      Map<String, Long> reference = new TreeMap<>();
      ((Row) Objects.requireNonNull(dataset.get("reference_sigma_matches")))
          .forEach((id, n) -> reference.put(id, (Long) Objects.requireNonNull(n)));
      assertThat(counts).as(file).isEqualTo(reference);
      checked++;
    }
    assertThat(checked).isEqualTo(6);
  }

  @Test
  void theIndexFindsWhatEachRuleByItselfFinds() throws IOException {
    SigmaMatcher matcher = rules.matcher();
    int events = 0;
    for (String file : List.of("schtask_create.zip", "cmd_bitsadmin_download_psh_script.zip")) {
      List<Row> rows = SharedData.dataset(file);
      for (int i = 0; i < rows.size(); i += 4) {
        Map<String, Integer> fast = new TreeMap<>();
        Map<String, Integer> slow = new TreeMap<>();
        matcher.match(rows.get(i), null, rule -> fast.merge(rule.id(), 1, Integer::sum));
        matcher.matchWithoutIndex(
            rows.get(i), null, true, rule -> slow.merge(rule.id(), 1, Integer::sum));
        assertThat(fast).isEqualTo(slow);
        events++;
      }
    }
    assertThat(events).isGreaterThan(300);
  }

  @Test
  void oldAndUnsupportedRulesAreRefusedWithTheReason() {
    Map<String, Integer> deprecated = outcome("deprecated/");
    assertThat(deprecated)
        .containsEntry("compiled", 168)
        .containsEntry("placeholder", 3)
        .containsEntry("aggregation", 1);
    Map<String, Integer> unsupported = outcome("unsupported/");
    assertThat(unsupported).containsEntry("compiled", 27).containsEntry("aggregation", 53);
    assertThat(unsupported.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(92);
  }

  private static Map<String, Integer> outcome(String folder) {
    Map<String, Integer> outcome = new TreeMap<>();
    SharedData.corpus()
        .forEach(
            (path, text) -> {
              if (path.startsWith(folder)) {
                LoadSummary one = SigmaRules.builder().build().add(text, path);
                if (one.rules() > 0) {
                  outcome.merge("compiled", one.rules(), Integer::sum);
                }
                for (Rejection rejection : one.rejected()) {
                  outcome.merge(kind(rejection.reason()), 1, Integer::sum);
                }
              }
            });
    return outcome;
  }

  private static String kind(String reason) {
    return reason.startsWith("the aggregation")
        ? "aggregation"
        : reason.startsWith("the placeholder") ? "placeholder" : reason;
  }
}
