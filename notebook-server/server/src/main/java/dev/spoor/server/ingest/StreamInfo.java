package dev.spoor.server.ingest;

import dev.spoor.server.identity.ClientId;

/// What a stream number stands for. A number is never reused and valid for ever.
///
/// @param source name of the artifact's source, empty when it has one without a name
/// @param parameterHash hash of the parameters that the artifact runs with
public record StreamInfo(
    int number,
    ClientId client,
    String artifact,
    int artifactVersion,
    String source,
    String parameterHash) {

  /// `Artifact` or `Artifact/Source`.
  public String fullName() {
    return source.isEmpty() ? artifact : artifact + "/" + source;
  }
}
