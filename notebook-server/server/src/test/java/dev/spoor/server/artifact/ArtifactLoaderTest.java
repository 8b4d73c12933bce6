package dev.spoor.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.error.SpoorException.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArtifactLoaderTest {
  @Test
  void builtInsLoad() {
    for (String definition : BuiltIns.definitions()) {
      ArtifactLoader.Loaded loaded = ArtifactLoader.load(definition);
      assertThat(loaded.problems()).as(definition).isEmpty();
      assertThat(loaded.orThrow().description()).isNotEmpty();
    }
  }

  @Test
  void readsEverythingThatADefinitionHas() {
    Artifact artifact =
        load("""
        name: Custom.Thing
        aliases: [Custom.Old]
        type: client_event
        description: Watches.
        author: anna
        reference:
          - https://example.test/a
        parameters:
          - name: Regex
            type: regex
            default: .
          - name: Depth
            type: int
            default: "5"
        column_types:
          - name: When
            type: timestamp
        export: |
          LET twice(x) = x * 2
        required_permissions: [EXECVE]
        sources:
          - name: A
            precondition: SELECT OS FROM info()
            query:
              SELECT * FROM clock()
              WHERE TRUE
          - name: B
            queries:
              - LET x = 1
              - SELECT x FROM clock()
        """)
            .orThrow();
    assertThat(artifact.type()).isEqualTo(ArtifactType.CLIENT_EVENT);
    assertThat(artifact.parameter("Depth").orElseThrow().type()).isEqualTo(ParameterType.INT);
    assertThat(artifact.timeColumn()).contains("When");
    assertThat(artifact.sources()).hasSize(2);
    assertThat(artifact.sources().get(0).query().text())
        .isEqualTo("SELECT * FROM clock()\nWHERE TRUE\n");
    assertThat(artifact.sources().get(1).query().text())
        .isEqualTo("LET x = 1\nSELECT x FROM clock()\n");
    assertThat(artifact.export().text()).contains("twice");
  }

  @Test
  void problemsHaveTheirPlace() {
    assertProblems("", "1:1 the definition is empty");
    assertProblems(
        "- a\n",
        "1:1 the artifact must be a mapping of keys to values",
        "1:1 the artifact has no \"name\"");
    assertProblems("name: X\nsauces: []\n", "2:1 unknown key \"sauces\" in the artifact");
    assertProblems("name: X\nname: Y\n", "2:1 key \"name\" occurs twice in the artifact");
    assertProblems(
        "name: 9x\n", "1:7 name \"9x\" must be words of letters, digits and _ joined by dots");
    assertProblems(
        "name: X\ntype: CLIENTS\n",
        "2:7 unknown type \"CLIENTS\": CLIENT, CLIENT_EVENT, SERVER, SERVER_EVENT, NOTEBOOK");
    assertProblems(
        "name: X\nparameters:\n  - name: a\n    defualt: x\n",
        "4:5 unknown key \"defualt\" in a parameter");
    assertProblems(
        "name: X\nparameters:\n  - name: a\n  - name: a\n", "4:11 parameter \"a\" occurs twice");
    assertProblems(
        "name: X\nsources:\n  - query: SELECT 1 FROM scope()\n  - query: SELECT 2 FROM scope()\n",
        "4:5 an artifact with several sources must name them");
    assertProblems("name: [\n", "2:1 not YAML");
  }

  @Test
  void problemsOfVqlHaveTheirPlaceInTheDefinition() {
    List<Problem> problems =
        load("name: X\nsources:\n  - query: |\n      LET a = 1\n\n      SELECT a FROM\n")
            .problems();
    assertThat(problems).isNotEmpty();
    assertThat(problems.getFirst().line()).isBetween(6, 7);
    assertProblems(
        "name: X\nsources:\n  - query: |\n      SELECT 1 FROM scope()\n      LET a = 1\n",
        "4:7 only the last statement of a query may give rows",
        "5:7 the last statement of a query must give rows, not be a LET");
  }

  @Test
  void unknownKeyOffersTheNearest() {
    assertThat(load("name: X\nsource: []\n").problems().getFirst().fix()).isEqualTo("sources");
  }

  @Test
  void hostileTextIsRefused() {
    String bomb =
        "name: &a [x]\n"
            + "parameters: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n"
            + "sources: [*b, *b, *b, *b]\n";
    assertThat(load(bomb).artifact()).isNull();
    assertThat(load("name: X\ndescription: " + "[".repeat(100_000)).artifact()).isNull();
    assertThat(load("\u0000").artifact()).isNull();
  }

  /// CVE-2026-18640, CVE-2023-0290: a name is never more than words, so it can stand in a key, a
  /// path or a query.
  @Test
  void namesWithOddCharactersAreRefused() {
    for (String name :
        List.of(
            "../X",
            "X/Y",
            "X..Y",
            ".X",
            "X.",
            "X Y",
            "X\\nY",
            "X\\0",
            "X;Y",
            "X'Y",
            "Ｘ",
            "é",
            "X{{.}}",
            "$X",
            "X" + ".Y".repeat(200))) {
      assertThat(load("name: \"" + name + "\"\n").artifact()).as(name).isNull();
      assertThat(load("name: X\nparameters:\n  - name: \"" + name + "\"\n").artifact())
          .as(name)
          .matches(artifact -> artifact == null || name.equals("X"), "refused");
    }
    for (String source : List.of("../A", "A/B", "A\\nB", "A\\0", "é", "x".repeat(65))) {
      assertThat(
              load("name: X\nsources:\n  - name: \""
                      + source
                      + "\"\n    query: SELECT 1 FROM scope()\n")
                  .artifact())
          .as(source)
          .isNull();
    }
  }

  /// CVE-2026-8795: what stands in a definition stays there: no tag makes anything but text.
  @Test
  void charactersOfTwoPartsStandAnywhere() {
    for (int before = 980; before < 1_030; before++) {
      assertThat(
              load("name: X\ndescription: " + "a".repeat(before) + "\uD83D\uDC63".repeat(9))
                  .problems())
          .as("%d characters before", before)
          .isEmpty();
    }
  }

  @Test
  void tagsMakeNothing() {
    assertThat(load("name: !!java.net.URL [\"http://127.0.0.1\"]\n").artifact()).isNull();
    assertThat(load("!!javax.script.ScriptEngineManager [x]\n").artifact()).isNull();
  }

  private static ArtifactLoader.Loaded load(String text) {
    return ArtifactLoader.load(text);
  }

  private static void assertProblems(String definition, String... expected) {
    List<String> found =
        load(definition).problems().stream()
            .map(p -> p.line() + ":" + p.column() + " " + p.message())
            .toList();
    assertThat(found).as(definition).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.get(i)).as(definition).startsWith(expected[i]);
    }
  }
}
