package dev.spoor.server.proof;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The detection that is to be proven.
public sealed interface Subject {

  /// What people call it.
  String title();

  /// An artifact with parameters; those that are missing have their defaults.
  record OfArtifact(String name, Map<String, String> parameters) implements Subject {
    public OfArtifact {
      parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    @Override
    public String title() {
      return name;
    }
  }

  /// A Sigma rule, or several documents that belong together.
  record OfSigma(String title, String yaml) implements Subject {}

  /// A query over event sources.
  record OfVql(String title, String vql) implements Subject {}
}
