package dev.spoor.agent.monitoring;

/// Which rows belong together: one source of one artifact version with its parameters.
///
/// @param stream the number that the server gave it; 0 when there is no server
/// @param artifact its name, for people
/// @param source the source's name; empty when the artifact has one source without a name
public record StreamKey(int stream, String artifact, String source) {
  @Override
  public String toString() {
    return source.isEmpty() ? artifact : artifact + "/" + source;
  }
}
