package dev.spoor.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spoor.host.artifact.CalledArtifact;
import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QueryRights;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.vql.value.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Artifacts that call artifacts, from the definition to the rows.
class ArtifactCallsTest {
  private static final Principal.Service ALL =
      new Principal.Service("test", EnumSet.allOf(Permission.class));

  private final Map<String, Artifact> definitions = new LinkedHashMap<>();
  private final List<String> logs = new ArrayList<>();
  private final Function<String, Optional<Artifact>> find =
      name -> Optional.ofNullable(definitions.get(name));
  private final Catalog client =
      CoreLibrary.catalog().with(MachinePlugins.functions(), MachinePlugins.plugins());

  private Artifact define(String text) {
    Artifact artifact = ArtifactLoader.load(text).orThrow();
    definitions.put(artifact.name(), artifact);
    return artifact;
  }

  private CompiledArtifact compile(String name) {
    return new ArtifactCompiler(find, client, CoreLibrary.catalog(), List.of("pslist"))
        .compile(Objects.requireNonNull(definitions.get(name)), 1, Map.of());
  }

  private String run(Catalog catalog, Principal principal, String vql, Map<String, String> env) {
    VqlSession.Builder builder =
        VqlSession.builder(catalog)
            .principal(principal, QueryRights.CHECK)
            .log((level, message) -> logs.add(message));
    env.forEach(builder::env);
    try (VqlSession session = builder.build()) {
      return Json.write(session.run(vql).toList());
    }
  }

  private String query(String vql) {
    return run(
        ArtifactFunctions.with(CoreLibrary.catalog(), List.copyOf(definitions.values()), find),
        ALL,
        vql,
        Map.of());
  }

  private SpoorException refusal(String name) {
    return catchThrowableOfType(SpoorException.class, () -> compile(name));
  }

  private static final String INNER =
      """
      name: Test.Inner
      description: Counts.
      type: SERVER
      parameters:
        - name: Most
          type: int
          default: "2"
        - name: Word
          default: none
      export: |
        LET Shout(x) = upcase(string=x)
      sources:
        - query: |
            SELECT _value AS N, Shout(x=Word) AS W, Outside FROM range(end=Most)
      """;

  @Test
  void aCallHasItsParametersAndNothingElseOfTheCaller() {
    define(INNER);
    assertThat(
            query(
                "LET Outside = 'seen' SELECT * FROM Artifact.Test.Inner(Word='a' + 'b')"
                    + " LIMIT 1"))
        .isEqualTo("[{\"N\":0,\"W\":\"AB\",\"Outside\":null,\"_Source\":\"Test.Inner\"}]");
  }

  @Test
  void textIsConvertedAndValuesAreLeftAlone() {
    define(INNER);
    assertThat(query("SELECT count() AS C FROM Artifact.Test.Inner(Most='3') GROUP BY 1"))
        .isEqualTo("[{\"C\":3}]");
    assertThat(query("SELECT count() AS C FROM Artifact.Test.Inner(Most=4) GROUP BY 1"))
        .isEqualTo("[{\"C\":4}]");
  }

  @Test
  void anUnknownParameterEndsTheCallWithALogLine() {
    define(INNER);
    assertThat(query("SELECT * FROM Artifact.Test.Inner(Mots=3)")).isEqualTo("[]");
    assertThat(logs).anyMatch(line -> line.contains("Unexpected arg Mots"));
  }

  @Test
  void whatIsExportedCanBeImported() {
    define(INNER);
    assertThat(
            query(
                "LET _ <= import(artifact='Test.Inner')"
                    + " SELECT Shout(x='quiet') AS S FROM scope()"))
        .isEqualTo("[{\"S\":\"QUIET\"}]");
  }

  @Test
  void sourcesRunInOrderAndCanBeChosen() {
    define(
        """
        name: Test.Two
        type: SERVER
        sources:
          - name: A
            query: |
              LET shared = 5
              SELECT 1 AS X FROM scope()
          - name: B
            query: SELECT shared AS X FROM scope()
        """);
    assertThat(query("SELECT * FROM Artifact.Test.Two()"))
        .isEqualTo("[{\"X\":1,\"_Source\":\"Test.Two/A\"},{\"X\":5,\"_Source\":\"Test.Two/B\"}]");
    assertThat(query("SELECT X FROM Artifact.Test.Two(source='B')")).isEqualTo("[{\"X\":5}]");
    assertThat(query("SELECT X FROM Artifact.Test.Two(source='C')")).isEqualTo("[]");
    assertThat(logs).anyMatch(line -> line.contains("has no source \"C\""));
  }

  @Test
  void preconditionsHoldOnlyWhereTheyAreAskedFor() {
    define(
        """
        name: Test.Never
        type: SERVER
        precondition: SELECT * FROM scope() WHERE FALSE
        sources:
          - query: SELECT 1 AS X FROM scope()
        """);
    assertThat(query("SELECT X FROM Artifact.Test.Never()")).isEqualTo("[{\"X\":1}]");
    assertThat(query("SELECT X FROM Artifact.Test.Never(preconditions=TRUE)")).isEqualTo("[]");
  }

  @Test
  void theCompiledTextHasAllThatItCallsAndNeedsNoRepository() {
    define(INNER);
    define(
        """
        name: Test.Middle
        type: SERVER
        sources:
          - query: SELECT N + 10 AS N FROM Artifact.Test.Inner(Most=2)
        """);
    define(
        """
        name: Test.Outer
        type: SERVER_EVENT
        sources:
          - query: SELECT N, _Source FROM Artifact.Test.Middle()
        """);
    CompiledArtifact made = compile("Test.Outer");
    definitions.clear();
    Catalog pinned = CoreLibrary.catalog().with(List.of(), made.callable());
    assertThat(run(pinned, ALL, made.sources().getFirst().vql(), made.env()))
        .isEqualTo(
            "[{\"N\":10,\"_Source\":\"Test.Middle\"},{\"N\":11,\"_Source\":\"Test.Middle\"}]");
    CalledArtifact first = CalledArtifact.ofJson(made.artifacts().getFirst());
    assertThat(CalledArtifact.ofJson(first.toJson())).isEqualTo(first);
  }

  @Test
  void aCallOfNothingIsRefusedWithItsPlace() {
    define(
        """
        name: Test.Lost
        sources:
          - query: |
              LET a = 1
              SELECT * FROM foreach(row={
                SELECT * FROM Artifact.Test.Gone()
              })
        """);
    SpoorException refused = refusal("Test.Lost");
    assertThat(refused.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(6);
              assertThat(problem.column()).isEqualTo(23);
              assertThat(problem.length()).isEqualTo("Artifact.Test.Gone".length());
            });
    assertThat(refused).hasMessageContaining("calls Test.Gone, which does not exist");
  }

  @Test
  void aCircleIsRefusedWithItsPlace() {
    define("name: Test.A\nsources:\n  - query: SELECT * FROM Artifact.Test.B()\n");
    define("name: Test.B\nsources:\n  - query: SELECT * FROM Artifact.Test.A()\n");
    SpoorException refused = refusal("Test.A");
    assertThat(refused).hasMessageContaining("calls itself: Test.A → Test.B → Test.A");
    assertThat(refused.problems().getFirst().line()).isEqualTo(3);
    assertThat(refused.problems().getFirst().column()).isEqualTo(26);
    definitions.put(
        "Test.S",
        define(
            "name: Test.S\nexport: LET x = {SELECT 1 FROM scope()}\n"
                .replace(
                    "LET x = {SELECT 1 FROM scope()}", "LET x = SELECT * FROM Artifact.Test.S()")));
    assertThat(refusal("Test.S")).hasMessageContaining("calls itself");
  }

  @Test
  void aChainThatIsTooLongIsRefused() {
    for (int i = 0; i < ArtifactCalls.MAX_DEPTH + 1; i++) {
      define(
          "name: Test.N"
              + i
              + "\nsources:\n  - query: SELECT * FROM Artifact.Test.N"
              + (i + 1)
              + "()\n");
    }
    define("name: Test.N" + (ArtifactCalls.MAX_DEPTH + 1) + "\n");
    assertThat(refusal("Test.N0")).hasMessageContaining("deeper than " + ArtifactCalls.MAX_DEPTH);
    assertThat(compile("Test.N2").artifacts()).hasSize(ArtifactCalls.MAX_DEPTH - 1);
  }

  @Test
  void aCallInATextThatIsMadeWhileItRunsCannotGoOnForEver() {
    define(
        """
        name: Test.Again
        type: SERVER
        sources:
          - query: |
              SELECT * FROM query(query='SELECT * FROM ' + 'Artifact.Test.Again()')
        """);
    assertThat(query("SELECT * FROM Artifact.Test.Again()")).isEqualTo("[]");
    assertThat(logs).anyMatch(line -> line.contains("nested"));
  }

  /// CVE-2026-19583, CVE-2025-6264: what an artifact needs is computed from its text and from all
  /// that it calls, and asked of whoever runs it.
  @Test
  void aCallNeedsWhatTheCalledArtifactNeeds() {
    define(
        """
        name: Test.Danger
        required_permissions: [EXECVE]
        sources:
          - query: SELECT * FROM pslist()
        """);
    define("name: Test.Innocent\nsources:\n  - query: SELECT * FROM Artifact.Test.Danger()\n");
    assertThat(compile("Test.Innocent").permissions())
        .containsExactlyInAnyOrder(Permission.EXECVE, Permission.MACHINE_STATE);
    assertThat(compile("Test.Innocent").plugins()).containsExactly("pslist");
    Catalog catalog = ArtifactFunctions.with(client, List.copyOf(definitions.values()), find);
    Principal analyst =
        new Principal.User(1, "ada", "analyst", Set.of(Permission.QUERY, Permission.READ_RESULTS));
    assertThat(
            catchThrowableOfType(
                ForbiddenException.class,
                () -> run(catalog, analyst, "SELECT * FROM Artifact.Test.Innocent()", Map.of())))
        .hasMessageContaining("EXECVE");
  }

  /// A permission that this server does not know is held by nobody.
  @Test
  void anUnknownPermissionIsHeldByNobody() {
    define(
        "name: Test.Odd\nrequired_permissions: [FLY]\nsources:\n"
            + "  - query: SELECT 1 FROM scope()\n");
    assertThat(
            catchThrowableOfType(
                ForbiddenException.class, () -> query("SELECT * FROM Artifact.Test.Odd()")))
        .hasMessageContaining("FLY");
    define("name: Test.Odder\nsources:\n  - query: SELECT * FROM Artifact.Test.Odd()\n");
    assertThat(refusal("Test.Odder")).hasMessageContaining("unknown permission FLY");
  }

  /// CVE-2026-64954: a nested query has the rights of the one around it, whatever it asks for.
  @Test
  void aNestedQueryCannotChooseItsRights() {
    define(
        "name: Test.Deep\nrequired_permissions: [EXECVE]\nsources:\n"
            + "  - query: SELECT 1 AS X FROM scope()\n");
    Catalog catalog = ArtifactFunctions.with(client, List.copyOf(definitions.values()), find);
    Principal analyst = new Principal.User(1, "ada", "analyst", Set.of(Permission.QUERY));
    for (String vql :
        List.of(
            "SELECT * FROM query(query='SELECT * FROM Artifact.Test.Deep()')",
            "SELECT * FROM query(query={SELECT * FROM Artifact.Test.Deep()}, inherit=TRUE)",
            "SELECT eval(func='x=>getpid()') FROM scope()",
            "LET X = SELECT * FROM Artifact.Test.Deep() SELECT * FROM foreach(row=X, workers=3,"
                + " query={SELECT * FROM scope()})")) {
      assertThat(
              catchThrowableOfType(
                  ForbiddenException.class, () -> run(catalog, analyst, vql, Map.of())))
          .as(vql)
          .isNotNull();
    }
    assertThat(
            run(
                catalog,
                analyst,
                "SELECT * FROM query(query={SELECT 1 FROM scope()}, runas='root')",
                Map.of()))
        .isEqualTo("[]");
  }
}
