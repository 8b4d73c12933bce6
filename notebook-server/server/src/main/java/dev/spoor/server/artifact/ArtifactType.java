package dev.spoor.server.artifact;

import java.util.Locale;
import java.util.Optional;

/// Where an artifact runs and whether it ends.
public enum ArtifactType {
  CLIENT,
  CLIENT_EVENT,
  SERVER,
  SERVER_EVENT,
  NOTEBOOK,
  INTERNAL;

  public boolean isEvent() {
    return this == CLIENT_EVENT || this == SERVER_EVENT;
  }

  public boolean runsOnClient() {
    return this == CLIENT || this == CLIENT_EVENT;
  }

  /// By its name in a definition, in any case.
  static Optional<ArtifactType> named(String name) {
    try {
      return Optional.of(valueOf(name.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
