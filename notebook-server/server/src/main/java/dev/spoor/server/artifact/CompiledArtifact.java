package dev.spoor.server.artifact;

import dev.spoor.host.artifact.ArtifactPlugin;
import dev.spoor.host.artifact.CalledArtifact;
import dev.spoor.server.identity.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An artifact with its parameters, ready to run and pinned: nothing in it is looked up again.
///
/// @param env parameters as text, bound as variables before the first statement
/// @param parameterHash changes when a parameter does
/// @param permissions computed from the compiled text
/// @param plugins plugins of the machine that the text calls; an agent without one cannot run it
/// @param artifacts the artifacts that it calls, as JSON
public record CompiledArtifact(
    String name,
    int version,
    ArtifactType type,
    Map<String, String> env,
    String parameterHash,
    List<Source> sources,
    Set<Permission> permissions,
    List<String> plugins,
    List<String> artifacts) {
  public CompiledArtifact {
    env = Map.copyOf(env);
    sources = List.copyOf(sources);
    permissions = Set.copyOf(permissions);
    plugins = List.copyOf(plugins);
    artifacts = List.copyOf(artifacts);
  }

  /// The artifacts that it calls, as plugins.
  public List<ArtifactPlugin> callable() {
    return artifacts.stream().map(json -> new ArtifactPlugin(CalledArtifact.ofJson(json))).toList();
  }

  /// One query; `precondition` is empty when it has none.
  public record Source(String name, String vql, String precondition) {
    /// `Artifact` or `Artifact/Source`.
    public String fullName(String artifact) {
      return name.isEmpty() ? artifact : artifact + "/" + name;
    }
  }
}
