package dev.spoor.host.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.value.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextParsersTest {
  private final List<String> logs = new ArrayList<>();

  private String rows(String query, String text) {
    try (VqlSession session =
        VqlSession.builder(Vql.pureCatalog().with(TextParsers.functions(), TextParsers.plugins()))
            .principal("nobody", PermissionCheck.DENY_ALL)
            .log((level, message) -> logs.add(message))
            .env("T", text)
            .build()) {
      return Json.write(session.run(query).toList());
    }
  }

  @Test
  void csvHasTypesQuotesAndMissingValues() {
    assertThat(
            rows(
                "SELECT * FROM parse_csv(filename=T, accessor='data')",
                "Name,N,X\r\n\"a,\"\"b\"\"\n\",12,1.5\n\nc,\"12\"\n007,-3,x\n"))
        .isEqualTo(
            "[{\"Name\":\"a,\\\"b\\\"\\n\",\"N\":12,\"X\":1.5},"
                + "{\"Name\":\"c\",\"N\":\"12\",\"X\":null},"
                + "{\"Name\":\"007\",\"N\":-3,\"X\":\"x\"}]");
    assertThat(
            rows(
                "SELECT * FROM parse_csv(filename=T, accessor='data', separator=';',"
                    + " columns=['A', 'B'])",
                "1;2"))
        .isEqualTo("[{\"A\":1,\"B\":2}]");
    assertThat(rows("SELECT * FROM parse_csv(filename=T, accessor='data')", "")).isEqualTo("[]");
  }

  @Test
  void jsonLinesSkipsWhatIsNotJson() {
    assertThat(
            rows(
                "SELECT * FROM parse_jsonl(filename=T, accessor='data')",
                "{\"a\":1}\n\n{\"a\":\n7\n"))
        .isEqualTo("[{\"a\":1},{\"_value\":7}]");
    assertThat(logs).anyMatch(line -> line.startsWith("parse_jsonl: line 3"));
  }

  @Test
  void yamlIsValuesAndNothingElse() {
    assertThat(
            rows(
                "SELECT parse_yaml(filename=T, accessor='data') AS Y FROM scope()",
                "a: [1, 2.5, true, null, x]\nb: {c: 2026-11-24}\n"))
        .isEqualTo("[{\"Y\":{\"a\":[1,2.5,true,null,\"x\"],\"b\":{\"c\":\"2026-11-24\"}}}]");
  }

  /// YAML bombs, deep nesting and tags give NULL and a line in the log.
  @Test
  void hostileYamlIsNull() {
    for (String text :
        List.of(
            "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "[".repeat(100_000),
            "a: " + "{a: ".repeat(50_000),
            "!!java.net.URL [\"http://127.0.0.1\"]",
            "&a {b: *a}")) {
      logs.clear();
      assertThat(rows("SELECT parse_yaml(filename=T, accessor='data') AS Y FROM scope()", text))
          .isEqualTo("[{\"Y\":null}]");
      assertThat(logs).isNotEmpty();
    }
  }

  @Test
  void grokNamesPartsByPatternsOfOursAndTheCallers() {
    assertThat(
            rows(
                "SELECT grok(data=T, grok='%{SYSLOGBASE} Failed password for %{USER:user} from"
                    + " %{IP:ip} port %{POSINT:port} %{PROTO:p}', patterns=dict(PROTO='ssh.'))"
                    + " AS G, grok(data=T, grok='%{UUID:u}') AS None FROM scope()",
                "Nov 24 09:41:07 web02 sshd[812]: Failed password for adm_peter from 10.96.20.20"
                    + " port 50022 ssh2"))
        .isEqualTo(
            "[{\"G\":{\"ip\":\"10.96.20.20\",\"logsource\":\"web02\",\"p\":\"ssh2\","
                + "\"pid\":\"812\",\"port\":\"50022\",\"program\":\"sshd\","
                + "\"timestamp\":\"Nov 24 09:41:07\",\"user\":\"adm_peter\"},\"None\":null}]");
  }

  @Test
  void grokThatNeverEndsIsRefused() {
    for (String pattern : List.of("%{A}", "%{B}", "%{NOSUCH}", "(")) {
      logs.clear();
      assertThat(
              rows(
                  "SELECT grok(data=T, grok='"
                      + pattern
                      + "', patterns=dict(A='%{A}', B='%{C}%{C}', C='%{B}%{B}')) AS G FROM scope()",
                  "x"))
          .isEqualTo("[{\"G\":null}]");
      assertThat(logs).as(pattern).isNotEmpty();
    }
  }

  @Test
  void hashesAreThoseOfTheBytes() {
    assertThat(rows("SELECT hash(path=T, accessor='data').SHA256 AS H FROM scope()", "abc"))
        .isEqualTo(
            "[{\"H\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}]");
  }

  /// No accessor but the text itself: a query on the server opens no file.
  @Test
  void noFileIsOpened() {
    for (String accessor : List.of("", "file", "auto", "fs", "../data")) {
      logs.clear();
      assertThat(
              rows(
                  "SELECT * FROM parse_csv(filename='/etc/passwd', accessor='" + accessor + "')",
                  ""))
          .isEqualTo("[]");
      assertThat(
              rows(
                  "SELECT hash(path='/etc/passwd', accessor='" + accessor + "') AS H FROM scope()",
                  ""))
          .isEqualTo("[{\"H\":null}]");
      assertThat(logs).allMatch(line -> line.contains("is not offered here"));
    }
    assertThat(rows("SELECT * FROM parse_lines(filename='/etc/passwd')", "")).isEqualTo("[]");
  }
}
