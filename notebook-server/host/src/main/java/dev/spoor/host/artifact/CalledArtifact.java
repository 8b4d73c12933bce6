package dev.spoor.host.artifact;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// An artifact as another one calls it: text that needs no look-up besides other called artifacts.
///
/// @param isEvent its sources run at once, not one after another
/// @param permissions all that running it may need
public record CalledArtifact(
    String name,
    String help,
    boolean isEvent,
    List<Parameter> parameters,
    List<Source> sources,
    List<String> permissions) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// @param conversion a statement that replaces the text of the parameter by its value, or empty;
  ///   it is left out when the caller gives something else than text
  public record Parameter(String name, String defaultValue, String conversion, String help) {}

  /// @param vql LETs and one SELECT
  /// @param precondition a query that must give a row when the caller asks for it, or empty
  public record Source(String name, String vql, String precondition) {}

  public CalledArtifact {
    parameters = List.copyOf(parameters);
    sources = List.copyOf(sources);
    permissions = List.copyOf(permissions);
  }

  public String toJson() {
    return JSON.writeValueAsString(this);
  }

  /// The artifact of a text that [#toJson] made; throws a `JacksonException` for another one.
  public static CalledArtifact ofJson(String json) {
    return JSON.readValue(json, CalledArtifact.class);
  }
}
