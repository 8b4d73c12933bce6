package dev.spoor.server.http.monitoring;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.artifact.ArtifactSource;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/api/v1/artifacts`.
public final class ArtifactRoutes implements RouteGroup {
  private final Artifacts artifacts;
  private final ArtifactCompiler compiler;

  public ArtifactRoutes(Artifacts artifacts, ArtifactCompiler compiler) {
    this.artifacts = artifacts;
    this.compiler = compiler;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/api/v1/artifacts", Permission.READ_RESULTS, "list artifacts", this::list);
  }

  private ApiResponse list(ApiRequest request) {
    Optional<ArtifactType> type = request.query("type").map(ArtifactRoutes::type);
    return ApiResponse.page(
        artifacts.list(request.principal(), type).stream().map(this::json).toList(), null);
  }

  private static ArtifactType type(String name) {
    try {
      return ArtifactType.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "type \"" + name + "\" is not a type of artifact");
    }
  }

  private Map<String, Object> json(KnownArtifact known) {
    Artifact artifact = known.artifact();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", artifact.name());
    json.put("type", artifact.type().name());
    json.put("description", artifact.description());
    json.put("parameters", artifact.parameters().stream().map(ArtifactRoutes::json).toList());
    json.put("sources", artifact.sources().stream().map(ArtifactSource::name).toList());
    json.put("builtIn", known.isBuiltIn());
    json.put("version", known.version());
    json.put("permissions", permissions(known));
    json.put("supportedOs", artifact.supportedOs());
    return json;
  }

  private List<String> permissions(KnownArtifact known) {
    try {
      return compiler.compile(known.artifact(), known.version(), Map.of()).permissions().stream()
          .map(Permission::name)
          .sorted()
          .toList();
    } catch (SpoorException e) {
      // what cannot be compiled here is listed all the same
      return known.artifact().requiredPermissions();
    }
  }

  private static Map<String, Object> json(ArtifactParameter parameter) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", parameter.name());
    json.put("type", parameter.typeName().isEmpty() ? "string" : parameter.typeName());
    json.put("default", parameter.defaultValue());
    json.put("description", parameter.description());
    json.put("choices", parameter.choices());
    return json;
  }
}
