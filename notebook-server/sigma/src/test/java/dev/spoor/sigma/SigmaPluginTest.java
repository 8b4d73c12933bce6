package dev.spoor.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sigma.plugin.SigmaLibrary;
import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `sigma()` in queries.
class SigmaPluginTest {
  private static final String RULE =
      """
      title: Shell
      id: s1
      level: high
      logsource: {product: linux, category: process_creation}
      detection:
        s: {Image|endswith: /bash}
        condition: s
      """;

  private final List<String> log = new ArrayList<>();

  private List<Row> run(String query, String... env) {
    VqlSession.Builder builder =
        VqlSession.builder(Vql.pureCatalog().with(SigmaLibrary.functions(), SigmaLibrary.plugins()))
            .principal("tester", PermissionCheck.ALLOW_ALL)
            .log((level, message) -> log.add(level + " " + message));
    for (int i = 0; i < env.length; i += 2) {
      builder.env(env[i], env[i + 1]);
    }
    List<Row> rows = new ArrayList<>();
    try (VqlSession session = builder.build()) {
      for (var statement : Vql.parse(query).statements()) {
        try (RowStream stream = session.run(statement)) {
          for (Row row = stream.next(); row != null; row = stream.next()) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  @Test
  void eventsOfALogSourceThatMatch() {
    List<Row> rows =
        run(
            """
            LET Source <= sigma_log_sources(`process_creation/linux/*`={
                SELECT * FROM foreach(row=[dict(Path='/bin/bash', Pid=1), dict(Path='/bin/ls', Pid=2)])
              }, `dns/linux/*`={ SELECT * FROM never() })
            SELECT Pid, Details, _Rule.Title AS Title, _Rule.Level AS Level, _Match.Match AS M
            FROM sigma(rules=Rule, log_sources=Source,
              field_mapping=dict(Image='x=>x.Path'),
              default_details='x=>format(format="pid %v", args=x.Pid)')
            """,
            "Rule", RULE);
    assertThat(rows.toString())
        .as(String.join("\n", log))
        .isEqualTo(
            "[{\"Pid\":1,\"Details\":\"pid"
                + " 1\",\"Title\":\"Shell\",\"Level\":\"high\",\"M\":true}]");
  }

  @Test
  void windowsEventsNeedNoLogSources() {
    String rule =
        """
        title: Logon
        logsource: {product: windows, service: security}
        detection: {s: {EventID: 4624}, condition: s}
        details: "by %TargetUserName% from %Nowhere%"
        """;
    List<Row> rows =
        run(
            """
            SELECT Details FROM sigma(rules=Rule, rows={ SELECT * FROM foreach(row=[
              dict(System=dict(Channel='Security', EventID=dict(Value=4624)), EventData=dict(TargetUserName='joe')),
              dict(System=dict(Channel='System', EventID=dict(Value=4624)), EventData=dict(TargetUserName='ann'))])})
            """,
            "Rule",
            rule);
    assertThat(rows.toString())
        .as(String.join("\n", log))
        .isEqualTo("[{\"Details\":\"by joe from %Nowhere%\"}]");
  }

  @Test
  void rulesMayUseTheQueryLanguage() {
    String rule =
        """
        title: Odd
        logsource: {product: linux}
        vql: x=>dict(Twice=x.N * 2)
        enrichment: x=>dict(Was=x.N)
        detection: {s: {Twice|vql: 'x=>x > 4'}, condition: s}
        """;
    List<Row> rows =
        run(
            """
            SELECT N, Enrichment.Was AS Was FROM sigma(rules=Rule,
              log_sources=sigma_log_sources(`*/linux/*`={ SELECT _value AS N FROM range(start=1, end=5) }))
            """,
            "Rule",
            rule);
    assertThat(rows.toString())
        .as(String.join("\n", log))
        .isEqualTo("[{\"N\":3,\"Was\":3}, {\"N\":4,\"Was\":4}]");
  }

  @Test
  void badRulesAreLoggedAndTheOthersWork() {
    List<Row> rows =
        run(
            """
            SELECT Pid FROM sigma(rules=[Rule, 'title: x', Other],
              rule_filter='x=>x.Level = "high"',
              log_sources=sigma_log_sources(`process_creation/linux/*`={
                SELECT '/bin/bash' AS Image, 7 AS Pid FROM scope() }))
            """,
            "Rule",
            RULE,
            "Other",
            RULE.replace("high", "low").replace("s1", "s2"));
    assertThat(rows.toString()).as(String.join("\n", log)).isEqualTo("[{\"Pid\":7}]");
    assertThat(log).contains("WARN sigma: \"x\" is not used: 1:1: the rule has no \"logsource\"");
  }

  @Test
  void correlationsCarryTheirEvents() {
    String rules =
        RULE.replace("id: s1", "id: s1\nname: shell")
            + """
            ---
            title: Many
            correlation:
              type: event_count
              rules: [shell]
              group-by: [User]
              timespan: 1m
              condition: {gte: 2}
            """;
    List<Row> rows =
        run(
            """
            SELECT Details, _Rule.Title AS Title, len(list=_Correlations) AS N FROM sigma(rules=Rules,
              log_sources=sigma_log_sources(`process_creation/linux/*`={
                SELECT '/bin/bash' AS Image, 'joe' AS User, '2026-01-01T00:00:0' + str(str=_value) + 'Z' AS Time
                FROM range(start=1, end=4) }))
            """,
            "Rules",
            rules);
    assertThat(rows.toString())
        .as(String.join("\n", log))
        .isEqualTo("[{\"Details\":{\"User\":\"joe\"},\"Title\":\"Many\",\"N\":2}]");
    assertThat(Json.write(rows)).contains("Many");
  }

  @Test
  void withoutEventsItIsRefused() {
    assertThat(run("SELECT * FROM sigma(rules=Rule)", "Rule", RULE)).isEmpty();
    assertThat(log).anyMatch(line -> line.contains("give log_sources"));
  }
}
