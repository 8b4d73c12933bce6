package dev.spoor.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.text.TextParsers;
import dev.spoor.server.error.SpoorException;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.library.CoreLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every definition of the shared suite loads and compiles, or says why not.
class SharedArtifactsTest {
  @Test
  void everyDefinitionLoadsOrSaysWhyNot() throws Exception {
    String root = System.getProperty("spoor.root", ".");
    Path file =
        Path.of(
            System.getProperty("spoor.shared", Path.of(root, "..", "shared").toString()),
            "conformance",
            "vql",
            "velociraptor.json");
    assumeTrue(Files.exists(file), "no shared suite: set -Dspoor.shared");
    Map<String, Artifact> loaded = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (JsonNode one : JsonMapper.shared().readTree(Files.readAllBytes(file))) {
      one.path("artifacts").properties().forEach(e -> texts.put(e.getKey(), text(e.getValue())));
    }
    assertThat(texts).isNotEmpty();
    texts.forEach(
        (name, definition) -> {
          ArtifactLoader.Loaded result = ArtifactLoader.load(definition);
          if (result.artifact() == null) {
            assertThat(result.problems()).as(name).isNotEmpty();
            assertThat(result.problems()).as(name).allMatch(p -> p.line() > 0 && p.column() > 0);
            refused.add(name + ": " + result.problems().getFirst());
          } else {
            loaded.put(name, result.artifact());
          }
        });
    Catalog catalog =
        CoreLibrary.catalog()
            .with(TextParsers.functions(), TextParsers.plugins())
            .with(MachinePlugins.functions(), MachinePlugins.plugins());
    ArtifactCompiler compiler =
        new ArtifactCompiler(
            name -> Optional.ofNullable(loaded.get(name)), catalog, catalog, List.of());
    List<String> compiled = new ArrayList<>();
    loaded.forEach(
        (name, artifact) -> {
          try {
            compiler.compile(artifact, 1, Map.of());
            compiled.add(name + " " + artifact.type());
          } catch (SpoorException e) {
            refused.add(name + ": " + e.getMessage());
          }
        });
    System.out.println(compiled.size() + " compiled: " + compiled);
    System.out.println(refused.size() + " refused: " + String.join("\n  ", refused));
    assertThat(compiled.size() + refused.size()).isEqualTo(texts.size());
    assertThat(compiled).isNotEmpty();
  }

  private static String text(JsonNode definition) {
    return definition.isString() ? definition.asString() : definition.toString();
  }
}
