package dev.spoor.server.proof;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactLoader;
import dev.spoor.server.artifact.BuiltIns;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The built-in artifacts without a database.
final class TestDefinitions implements Function<String, Optional<Artifact>> {
  private final Map<String, Artifact> artifacts = new HashMap<>();

  TestDefinitions(String... more) {
    BuiltIns.definitions().forEach(this::add);
    for (String definition : more) {
      add(definition);
    }
  }

  private void add(String definition) {
    Artifact artifact = ArtifactLoader.load(definition).orThrow();
    artifacts.put(artifact.name(), artifact);
  }

  @Override
  public Optional<Artifact> apply(String name) {
    return Optional.ofNullable(artifacts.get(name));
  }
}
