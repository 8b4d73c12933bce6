package dev.spoor.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterCheckTest {
  private static ArtifactParameter parameter(String type, String... choices) {
    return new ArtifactParameter("P", type, "", "", "", List.of(choices), "");
  }

  private static String told(String type, String value, String... choices) {
    return ParameterCheck.check(parameter(type, choices), value).stream()
        .map(i -> i.line() + ":" + i.column() + "+" + i.length() + " " + i.message())
        .reduce("", (one, other) -> one.isEmpty() ? other : one + "; " + other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          regex       | a(b             | 1:2+0 is not a regular expression: this ( is not closed
          int         | 12x             | 1:1+3 is no whole number
          float       | 1.5e            | 1:1+4 is no number
          bool        | perhaps         | 1:1+7 is neither yes nor no: write Y or N
          timestamp   | soon            | 1:1+4 is no time: write 2026-11-24T09:00:00Z or seconds since 1970
          json_array  | 3,10            | 1:1+4 is not a JSON array: write it in brackets, such as [3,10]
          regex_array | ["a", "(b", 7]  | 1:7+4 is not a regular expression: this ( is not closed; 1:13+1 is not a text in quotes
          json_array  | [1,2] 3         | 1:7+1 something follows the array
          """)
  void problemsHaveTheirPlace(String type, String value, String problem) {
    assertThat(told(type, value)).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          regex       ~ (?:(a)|(b))
          int         ~ -0x1F
          float       ~ 1.5e3
          bool        ~ y
          timestamp   ~ 2026-11-24T09:00:00Z
          timestamp   ~ 1700000000.5
          json_array  ~ [3, 10]
          regex_array ~ ["a", "b|c"]
          json        ~ {"a": [1]}
          xml         ~ <a><b/></a>
          yaml        ~ `a: [1, 2]`
          string      ~ anything
          yara        ~ rule x { condition: true }
          """)
  void goodValuesPass(String type, String value) {
    assertThat(told(type, value)).isEmpty();
  }

  @Test
  void linesAreCounted() {
    assertThat(told("csv", "Name,Path\na,b\nc\n\nd,e,f\n"))
        .isEqualTo(
            "3:1+1 has 1 field where the first line has 2;"
                + " 5:1+5 has 3 fields where the first line has 2");
    assertThat(told("csv", "Name,Path\n\"a\"\"b,c\",d\ne,\"f\n"))
        .isEqualTo("3:3+1 this quote is not closed");
    assertThat(told("json", "{\"a\": 1,\n \"b\" 2}")).startsWith("2:6+1 is not JSON: ");
    assertThat(told("xml", "<a>\n<b></a>")).startsWith("2:").contains("is not XML: ");
    assertThat(told("yaml", "a: 1\nb: [")).contains("is not YAML: ");
  }

  @Test
  void choicesAreChoices() {
    assertThat(told("choices", "c", "a", "b")).isEqualTo("1:1+1 is one of a, b");
    assertThat(told("multichoice", "[\"a\",\"c\"]", "a", "b")).isEqualTo("1:6+3 is one of a, b");
    assertThat(told("multichoice", "[\"a\",\"b\"]", "a", "b")).isEmpty();
  }

  @Test
  void externalEntitiesAreNotRead() {
    assertThat(told("xml", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"))
        .contains("is not XML");
  }

  @Test
  void allParametersAreLookedAtAtOnce() {
    Artifact artifact =
        ArtifactLoader.load(
                """
                name: Custom.Two
                type: CLIENT_EVENT
                parameters:
                  - name: A
                    type: int
                    default: "1"
                  - name: B
                    type: regex
                    default: "."
                sources:
                  - query: SELECT * FROM info()
                """)
            .orThrow();
    assertThat(ParameterCheck.check(artifact, Map.of("A", "x", "B", "(", "C", "y")))
        .extracting(ParameterIssue::parameter)
        .containsExactly("A", "B", "C");
    assertThat(ParameterCheck.check(artifact, Map.of("A", "1", "B", "."))).isEmpty();
  }
}
