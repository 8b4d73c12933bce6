package dev.spoor.server.artifact;

import java.util.List;

/// A parameter of an artifact. Values are text; the type says what becomes of it.
///
/// @param typeName the type as the definition spells it
/// @param validatingRegex what a value should match, or empty
public record ArtifactParameter(
    String name,
    String typeName,
    String defaultValue,
    String description,
    String friendlyName,
    List<String> choices,
    String validatingRegex) {
  public ArtifactParameter {
    choices = List.copyOf(choices);
  }

  public ParameterType type() {
    return ParameterType.named(typeName);
  }
}
