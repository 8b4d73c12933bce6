package dev.spoor.server.http.proof;

import dev.spoor.server.detection.DetectionRule;
import dev.spoor.server.detection.Detections;
import dev.spoor.server.detection.RuleState;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Sigma rules.
public final class DetectionRoutes implements RouteGroup {
  private final Detections detections;

  public DetectionRoutes(Detections detections) {
    this.detections = detections;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/api/v1/rules", Permission.READ_RESULTS, "read rules", this::list);
    table.post("/api/v1/rules", Permission.ARTIFACT_WRITE, "change rules", this::add);
    table.post("/api/v1/rules/check", Permission.READ_RESULTS, "check rules", this::check);
    table.get("/api/v1/rules/{id}", Permission.READ_RESULTS, "read rules", this::one);
    table.get("/api/v1/rules/{id}/versions", Permission.READ_RESULTS, "read rules", this::versions);
    table.put(
        "/api/v1/rules/{id}/state",
        Permission.SERVER_MONITORING,
        "turn rules on and off",
        this::setState);
    table.delete("/api/v1/rules/{id}", Permission.ARTIFACT_WRITE, "delete rules", this::delete);
  }

  private ApiResponse list(ApiRequest request) {
    Map<String, List<Long>> hours = detections.hours(request.principal());
    return ApiResponse.page(
        detections.list(request.principal()).stream()
            .map(
                rule -> {
                  ObjectNode json = json(rule);
                  json.putPOJO("hours", hours.getOrDefault(rule.id(), List.of()));
                  return json;
                })
            .toList(),
        null);
  }

  private static ObjectNode json(DetectionRule rule) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", rule.id())
            .put("version", rule.version())
            .put("title", rule.title())
            .put("level", rule.level())
            .put("state", rule.state().text())
            .put("label", rule.label())
            .put("author", rule.author())
            .put("created", rule.created().toString())
            .put("content", rule.content());
    json.putPOJO("techniques", rule.techniques());
    json.putPOJO("tags", rule.tags());
    return json;
  }

  private ApiResponse one(ApiRequest request) {
    return ApiResponse.ok(json(detections.require(request.principal(), request.parameter("id"))));
  }

  private ApiResponse versions(ApiRequest request) {
    return ApiResponse.page(
        detections.versions(request.principal(), request.parameter("id")).stream()
            .map(DetectionRoutes::json)
            .toList(),
        null);
  }

  private ApiResponse add(ApiRequest request) {
    JsonNode json = request.json();
    RuleState state = json.has("state") ? state(ApiRequest.text(json, "state")) : RuleState.TRIAL;
    return ApiResponse.created(
        detections.add(request.principal(), ApiRequest.text(json, "yaml"), state));
  }

  private ApiResponse check(ApiRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putPOJO(
        "problems", detections.check(request.principal(), ApiRequest.text(request.json(), "yaml")));
    return ApiResponse.ok(json);
  }

  private ApiResponse setState(ApiRequest request) {
    JsonNode json = request.json();
    return ApiResponse.ok(
        json(
            detections.setState(
                request.principal(),
                request.parameter("id"),
                state(ApiRequest.text(json, "state")),
                json.has("label") ? ApiRequest.text(json, "label") : "")));
  }

  private static RuleState state(String text) {
    return RuleState.find(text)
        .orElseThrow(
            () ->
                new SpoorException(
                    ErrorCode.INVALID_REQUEST, "state \"" + text + "\" is not on, trial or off"));
  }

  private ApiResponse delete(ApiRequest request) {
    detections.delete(request.principal(), request.parameter("id"));
    return ApiResponse.noContent();
  }
}
