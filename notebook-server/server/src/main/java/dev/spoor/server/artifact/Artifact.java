package dev.spoor.server.artifact;

import java.util.List;
import java.util.Optional;

/// A definition as it was loaded: what it is called, its parameters, its queries.
///
/// @param definition the text it was loaded from
public record Artifact(
    String name,
    ArtifactType type,
    String description,
    String author,
    List<String> references,
    List<String> aliases,
    List<ArtifactParameter> parameters,
    VqlText precondition,
    List<ArtifactSource> sources,
    VqlText export,
    List<String> imports,
    List<ColumnType> columnTypes,
    List<String> requiredPermissions,
    String impersonate,
    String definition) {
  public Artifact {
    references = List.copyOf(references);
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
    sources = List.copyOf(sources);
    imports = List.copyOf(imports);
    columnTypes = List.copyOf(columnTypes);
    requiredPermissions = List.copyOf(requiredPermissions);
  }

  public Optional<ArtifactParameter> parameter(String parameterName) {
    return parameters.stream().filter(p -> p.name().equals(parameterName)).findFirst();
  }

  /// The column that says when a row happened, if the definition names one.
  public Optional<String> timeColumn() {
    return columnTypes.stream()
        .filter(column -> column.type().equals("timestamp"))
        .map(ColumnType::name)
        .findFirst();
  }

  /// Operating systems that the description's precondition lets it run on is not known here; this
  /// is the first word of the name: `Windows`, `Linux`, `MacOS`, or empty for all.
  public String supportedOs() {
    String first = name.substring(0, Math.max(0, name.indexOf('.')));
    return switch (first) {
      case "Windows", "Linux", "MacOS" -> first.toLowerCase(java.util.Locale.ROOT);
      default -> "";
    };
  }
}
