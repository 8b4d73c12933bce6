package dev.spoor.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.match.RuleSnapshot;
import dev.spoor.sigma.pipeline.Pipeline;
import dev.spoor.sigma.pipeline.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that come and go, log sources, filters, and texts written to do harm.
class SigmaRulesTest {

  private static String rule(int number) {
    return """
    title: rule %1$d
    id: id%1$d
    logsource: {product: linux}
    detection:
      s: {cmd|contains: word%1$d}
      condition: s
    """
        .formatted(number);
  }

  @Test
  void addingAndRemovingRebuildsLittle() {
    SigmaRules rules = SigmaRules.builder().build();
    rules.addAll(Collections.nCopies(1, String.join("---\n", numbered(0, 500))));
    long rebuilt = 0;
    for (int i = 500; i < 600; i++) {
      RuleSnapshot before = rules.snapshot();
      rules.add(rule(i), "");
      rebuilt += rules.snapshot().rulesRebuiltSince(before);
    }
    assertThat(rebuilt).isLessThan(100 * 100);
    assertThat(TestRules.ids(rules, TestRules.row("{\"cmd\":\"word42 word577\"}")))
        .containsExactlyInAnyOrder("id42", "id577", "id57", "id5", "id4");
    rules.remove("id57");
    rules.remove("id577");
    assertThat(TestRules.ids(rules, TestRules.row("{\"cmd\":\"word42 word577\"}")))
        .containsExactlyInAnyOrder("id42", "id4", "id5");
  }

  private static List<String> numbered(int from, int to) {
    return java.util.stream.IntStream.range(from, to).mapToObj(SigmaRulesTest::rule).toList();
  }

  @Test
  void aMatcherSeesNewRulesAtTheNextEvent() {
    SigmaRules rules = SigmaRules.builder().build();
    var matcher = rules.matcher();
    int[] hits = {0};
    matcher.match(TestRules.row("{\"cmd\":\"word7\"}"), TestRules.LINUX, rule -> hits[0]++);
    assertThat(hits[0]).isZero();
    rules.add(rule(7), "");
    matcher.match(TestRules.row("{\"cmd\":\"word7\"}"), TestRules.LINUX, rule -> hits[0]++);
    assertThat(hits[0]).isEqualTo(1);
  }

  @Test
  void logSourcesAreKeptApart() {
    Pipeline pipeline =
        Pipeline.parse(
            """
            name: test
            sources:
              - logsource: {product: windows, category: process_creation}
                when: {Channel: Sys*, EventID: 1}
              - logsource: {product: windows, category: process_creation}
                when: {Channel: Security, EventID: [4688, 4689]}
                fields: {Image: NewProcessName}
            """);
    SigmaRules rules = SigmaRules.builder().pipelines(Pipelines.of(pipeline)).build();
    rules.add(
        """
        title: t
        id: t
        logsource: {product: windows, category: process_creation}
        detection: {s: {Image|endswith: x}, condition: s}
        """,
        "");
    assertThat(windows(rules, "{'Channel':'sysmon','EventID':1,'Image':'x'}")).hasSize(1);
    assertThat(windows(rules, "{'Channel':'sysmon','EventID':2,'Image':'x'}")).isEmpty();
    assertThat(windows(rules, "{'Channel':'security','EventID':'4688','NewProcessName':'x'}"))
        .hasSize(1);
    assertThat(windows(rules, "{'Channel':'security','EventID':4688,'Image':'x'}")).isEmpty();
    assertThat(
            TestRules.ids(
                rules,
                TestRules.row("{\"Image\":\"x\"}"),
                new LogSource("windows", "process_creation", "edr")))
        .hasSize(1);
    assertThat(
            TestRules.ids(
                rules, TestRules.row("{\"Image\":\"x\"}"), new LogSource("windows", null, null)))
        .isEmpty();
  }

  private static List<String> windows(SigmaRules rules, String json) {
    return TestRules.ids(
        rules, TestRules.row(json.replace('\'', '"')), new LogSource(null, null, null));
  }

  @Test
  void filtersExcludeAndCanBeTakenAway() {
    SigmaRules rules = TestRules.load(rule(1) + "---\n" + rule(2));
    String filter =
        """
        title: f
        id: f
        logsource: {product: linux}
        filter:
          rules: [id1]
          selection: {user|startswith: adm_}
          condition: selection
        """;
    var event = TestRules.row("{\"cmd\":\"word1 word2\",\"user\":\"ADM_x\"}");
    assertThat(TestRules.ids(rules, event)).containsExactlyInAnyOrder("id1", "id2");
    assertThat(rules.add(filter, "").filters()).isEqualTo(1);
    assertThat(TestRules.ids(rules, event)).containsExactly("id2");
    assertThat(TestRules.ids(rules, TestRules.row("{\"cmd\":\"word1\",\"user\":\"joe\"}")))
        .containsExactly("id1");
    rules.remove("f");
    assertThat(TestRules.ids(rules, event)).containsExactlyInAnyOrder("id1", "id2");
  }

  @Test
  void aFolderLoadsWithASummary(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("deep/er"));
    Files.writeString(folder.resolve("deep/er/good.yml"), rule(1));
    Files.writeString(folder.resolve("bad.yaml"), "title: [\n");
    Files.writeString(folder.resolve("same.yml"), rule(1));
    Files.writeString(folder.resolve("none.yml"), "title: x\nlogsource: {product: linux}\n");
    Files.write(folder.resolve("bytes.yml"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});
    Files.writeString(folder.resolve("readme.txt"), "no rule");
    LoadSummary summary = SigmaRules.builder().build().load(folder);
    assertThat(summary.line()).isEqualTo("1 rule compiled; 4 rejected");
    assertThat(summary.files()).isEqualTo(5);
    assertThat(summary.rejected().stream().map(Rejection::toString).sorted())
        .satisfiesExactly(
            r -> assertThat(r).startsWith("bad.yaml:2:1: not YAML: "),
            r -> assertThat(r).isEqualTo("bytes.yml:1:1: not UTF-8 text"),
            r -> assertThat(r).isEqualTo("none.yml:1:1: the rule has no \"detection\""),
            r -> assertThat(r).isEqualTo("same.yml:1:1: the id id1 is used by deep/er/good.yml"));
  }

  @Test
  void aYamlBombIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String item = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(", ", Collections.nCopies(10, item))).append("]\n");
    }
    LoadSummary summary = SigmaRules.builder().build().add(bomb + rule(1), "bomb");
    assertThat(summary.rejected()).hasSize(1);
    assertThat(summary.rejected().getFirst().reason()).contains("YAML");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "title: x\ndetection: " + "[".repeat(5000) + "]".repeat(5000);
    assertThat(SigmaRules.builder().build().add(deep, "").rejected()).hasSize(1);
    String parens = TestRules.rule("s: {a: b}\ncondition: " + "(".repeat(5000) + "s\n");
    assertThat(TestRules.rejection(parens)).contains("nested deeper than 64");
  }

  @Test
  void aRuleOfAHundredThousandValuesWorks() {
    StringBuilder values = new StringBuilder("s:\n  cmd|contains:\n");
    for (int i = 0; i < 100_000; i++) {
      values.append("    - value number ").append(i).append(" of many;\n");
    }
    SigmaRules rules = TestRules.load(TestRules.rule(values + "condition: s\n"));
    var matcher = rules.matcher();
    int[] hits = {0};
    matcher.match(
        TestRules.row("{\"cmd\":\"a VALUE number 99999 of many; b\"}"),
        TestRules.LINUX,
        r -> hits[0]++);
    matcher.match(
        TestRules.row("{\"cmd\":\"a value number 100000 of many; b\"}"),
        TestRules.LINUX,
        r -> hits[0]++);
    assertThat(hits[0]).isEqualTo(1);
  }

  @Test
  void hostileEventsDoNoHarm() {
    SigmaRules rules =
        TestRules.load(
            TestRules.rule(
                "s: {a.b|re: '(x+x+)+y'}\nk: [q*w*e*r*t*y*!]\n" + "condition: s or k\n"));
    String x = "x".repeat(200_000);
    assertThat(TestRules.ids(rules, TestRules.row("{\"a\":{\"b\":\"" + x + "\"}}"))).isEmpty();
    String deep = "{\"a\":".repeat(90) + "1" + "}".repeat(90);
    assertThat(TestRules.ids(rules, TestRules.row(deep))).isEmpty();
  }
}
