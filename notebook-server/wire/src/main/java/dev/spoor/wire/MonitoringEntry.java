package dev.spoor.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One event query that an agent has to run: compiled text, nothing to look up.
///
/// @param stream the number under which its rows are sent; assigned by the server, never reused
/// @param source name of the artifact's source, empty for the only one
/// @param vql the compiled query with all that it depends on
/// @param env parameters, bound as variables of the query
/// @param precondition a query that must yield a row, or null
/// @param parameterHash changes when a parameter does; with the version it says whether a running
///   query has to restart
/// @param plugins plugins and event sources that the query needs
/// @param artifacts the artifacts that the query calls, each in the JSON of `host`
public record MonitoringEntry(
    int stream,
    String artifact,
    long artifactVersion,
    String source,
    String vql,
    Map<String, String> env,
    @Nullable String precondition,
    Priority priority,
    String parameterHash,
    List<String> plugins,
    List<String> artifacts) {
  public MonitoringEntry {
    if (stream < 1) {
      throw new IllegalArgumentException("assigned streams start at 1, not " + stream);
    }
    Objects.requireNonNull(artifact);
    Objects.requireNonNull(source);
    Objects.requireNonNull(vql);
    Objects.requireNonNull(priority);
    Objects.requireNonNull(parameterHash);
    env = Map.copyOf(env);
    plugins = List.copyOf(plugins);
    artifacts = List.copyOf(artifacts);
  }

  /// A query that calls no artifact.
  public MonitoringEntry(
      int stream,
      String artifact,
      long artifactVersion,
      String source,
      String vql,
      Map<String, String> env,
      @Nullable String precondition,
      Priority priority,
      String parameterHash,
      List<String> plugins) {
    this(
        stream,
        artifact,
        artifactVersion,
        source,
        vql,
        env,
        precondition,
        priority,
        parameterHash,
        plugins,
        List.of());
  }
}
