package dev.spoor.server.http.administration;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.retention.Retention;
import dev.spoor.server.event.retention.RetentionPlan;
import dev.spoor.server.event.retention.RetentionRule;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// For how long events are kept, and what would go.
public final class RetentionRoutes implements RouteGroup {
  private final Retention retention;

  public RetentionRoutes(Retention retention) {
    this.retention = retention;
  }

  @Override
  public void addTo(RouteTable table) {
    table
        .get("/api/v1/retention", Permission.READ_RESULTS, "read retention", this::show)
        .put("/api/v1/retention", Permission.SERVER_ADMIN, "change retention", this::change)
        .post(
            "/api/v1/retention/preview",
            Permission.SERVER_ADMIN,
            "preview retention",
            this::preview)
        .post(
            "/api/v1/retention/enforce",
            Permission.SERVER_ADMIN,
            "enforce retention",
            this::enforce);
  }

  private ApiResponse show(ApiRequest request) {
    return ApiResponse.ok(
        Map.of(
            "rules",
            retention.rules(request.principal()),
            "kept",
            retention.kept(request.principal()).stream().map(RetentionRoutes::json).toList()));
  }

  private static Map<String, Object> json(Retention.Kept kept) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("artifact", kept.artifact());
    json.put("rows", kept.rows());
    json.put("bytes", kept.bytes());
    json.put("oldest", kept.oldest().toString());
    json.put("days", kept.days());
    return json;
  }

  private ApiResponse change(ApiRequest request) {
    retention.setRules(request.principal(), rules(request));
    return show(request);
  }

  private ApiResponse preview(ApiRequest request) {
    return ApiResponse.ok(json(retention.preview(request.principal(), rules(request))));
  }

  private ApiResponse enforce(ApiRequest request) {
    return ApiResponse.ok(json(retention.enforce(request.principal())));
  }

  private static Map<String, Object> json(RetentionPlan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", plan.rows());
    json.put("freed", plan.freed());
    json.put("later", plan.later());
    json.put(
        "gone",
        plan.gone().stream()
            .map(
                gone ->
                    Map.of(
                        "day", gone.day().toString(),
                        "artifact", gone.artifact(),
                        "rows", gone.rows(),
                        "bytes", gone.bytes(),
                        "why", gone.why()))
            .toList());
    return json;
  }

  private static List<RetentionRule> rules(ApiRequest request) {
    JsonNode rules = request.json().path("rules");
    if (!rules.isArray()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"rules\" must be a list");
    }
    List<RetentionRule> read = new ArrayList<>();
    for (JsonNode rule : rules) {
      Long days = number(rule, "days");
      read.add(
          new RetentionRule(
              ApiRequest.text(rule, "artifact"),
              Optional.ofNullable(days).map(n -> (int) Math.min(n, 1_000_000)).orElse(null),
              number(rule, "bytes")));
    }
    return read;
  }

  private static @Nullable Long number(JsonNode rule, String name) {
    JsonNode value = rule.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a whole number");
    }
    return value.longValue();
  }
}
