package dev.spoor.server.http.delivery;

import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.delivery.DeliveryKind;
import dev.spoor.server.delivery.DeliveryState;
import dev.spoor.server.delivery.DeliveryTarget;
import dev.spoor.server.delivery.Mailbox;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.ClientRoutes;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/targets` and `/api/v1/deliveries`.
public final class DeliveryRoutes implements RouteGroup {
  private static final Instant NEWEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final int PAGE = 50;

  private final Deliveries deliveries;

  public DeliveryRoutes(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/api/v1/targets", Permission.READ_RESULTS, "list targets", this::targets);
    table.post("/api/v1/targets", Permission.SECRET_WRITE, "change targets", this::put);
    table.delete("/api/v1/targets/{name}", Permission.SECRET_WRITE, "change targets", this::delete);
    table.put("/api/v1/targets/{name}/rate", Permission.SECRET_WRITE, "change targets", this::rate);
    table.put(
        "/api/v1/targets/{name}/address", Permission.SECRET_WRITE, "change targets", this::rotate);
    table.post(
        "/api/v1/targets/{name}/replay",
        Permission.SERVER_MONITORING,
        "replay deliveries",
        this::replayAll);
    table.post(
        "/api/v1/targets/{name}/test",
        Permission.SERVER_MONITORING,
        "send a test message",
        this::test);
    table.get("/api/v1/deliveries", Permission.READ_RESULTS, "read deliveries", this::page);
    table.post(
        "/api/v1/deliveries/{id}/replay",
        Permission.SERVER_MONITORING,
        "replay a delivery",
        this::replay);
  }

  private ApiResponse targets(ApiRequest request) {
    Map<String, Map<DeliveryState, Long>> counts = deliveries.countsByTarget(request.principal());
    return ApiResponse.page(
        deliveries.targets(request.principal()).stream()
            .map(target -> json(target, counts.getOrDefault(target.name(), Map.of())))
            .toList(),
        null);
  }

  private static ObjectNode json(DeliveryTarget target, Map<DeliveryState, Long> counts) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", target.name())
            .put("kind", target.kind().text())
            .put("secret", target.secret())
            .put("signingSecret", target.signingSecret())
            .put("perMinute", target.perMinute());
    Mailbox mail = target.mail();
    if (mail != null) {
      json.put("from", mail.from());
      ArrayNode to = json.putArray("to");
      mail.to().forEach(to::add);
    }
    ObjectNode deliveries = json.putObject("deliveries");
    for (DeliveryState state : DeliveryState.values()) {
      deliveries.put(state.text(), counts.getOrDefault(state, 0L));
    }
    return json;
  }

  private ApiResponse put(ApiRequest request) {
    JsonNode json = request.json();
    String kind = ApiRequest.text(json, "kind");
    JsonNode signing = json.path("signingSecret");
    DeliveryTarget target =
        new DeliveryTarget(
            ApiRequest.text(json, "name"),
            DeliveryKind.find(kind)
                .orElseThrow(
                    () ->
                        new SpoorException(
                            ErrorCode.INVALID_REQUEST,
                            "kind \"" + kind + "\" is none of " + DeliveryKind.known())),
            ApiRequest.text(json, "secret"),
            signing.isString() ? signing.asString() : null,
            json.hasNonNull("perMinute")
                ? wholeNumber(json.get("perMinute"), "perMinute")
                : DeliveryTarget.DEFAULT_PER_MINUTE,
            json.hasNonNull("from")
                ? new Mailbox(
                    ApiRequest.text(json, "from"), List.copyOf(ClientRoutes.texts(json, "to")))
                : null);
    deliveries.putTarget(request.principal(), target);
    return ApiResponse.created(json(target, Map.of()));
  }

  private static int wholeNumber(JsonNode value, String name) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a whole number");
    }
    return value.intValue();
  }

  private ApiResponse rate(ApiRequest request) {
    JsonNode json = request.json();
    deliveries.setRate(
        request.principal(),
        request.parameter("name"),
        wholeNumber(json.path("perMinute"), "perMinute"));
    return ApiResponse.noContent();
  }

  private ApiResponse rotate(ApiRequest request) {
    deliveries.rotate(
        request.principal(), request.parameter("name"), ApiRequest.text(request.json(), "value"));
    return ApiResponse.noContent();
  }

  private ApiResponse replayAll(ApiRequest request) {
    int count = deliveries.replayAll(request.principal(), request.parameter("name"));
    return ApiResponse.ok(JsonNodeFactory.instance.objectNode().put("replayed", count));
  }

  private ApiResponse delete(ApiRequest request) {
    deliveries.deleteTarget(request.principal(), request.parameter("name"));
    return ApiResponse.noContent();
  }

  private ApiResponse test(ApiRequest request) {
    String id = deliveries.sendTest(request.principal(), request.parameter("name"));
    return ApiResponse.json(202, JsonNodeFactory.instance.objectNode().put("delivery", id));
  }

  private ApiResponse page(ApiRequest request) {
    int limit = request.queryNumber("limit", PAGE, 500);
    List<Delivery> page =
        deliveries.page(
            request.principal(),
            state(request.query("state").orElse("")),
            request.query("target").orElse(null),
            before(request.query("cursor").orElse("")),
            limit);
    return ApiResponse.page(
        page.stream().map(d -> json(request, d)).toList(),
        page.size() < limit ? null : page.getLast().created().toString());
  }

  private ObjectNode json(ApiRequest request, Delivery delivery) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", delivery.id())
            .put("eventId", delivery.eventId())
            .put("target", delivery.target())
            .put("kind", delivery.kind().text())
            .put("state", delivery.state().text())
            .put("attempts", delivery.attempts())
            .put("mayHaveArrivedTwice", delivery.mayRepeat())
            .put("created", delivery.created().toString())
            .put("nextAttempt", delivery.nextAttempt().toString())
            .put("finished", text(delivery.finished()))
            .put("error", delivery.error())
            .put("digest", delivery.digest());
    ArrayNode history = json.putArray("history");
    deliveries
        .attempts(request.principal(), delivery.id())
        .forEach(
            attempt ->
                history
                    .addObject()
                    .put("number", attempt.number())
                    .put("started", attempt.started().toString())
                    .put("finished", text(attempt.finished()))
                    .put("outcome", attempt.outcome())
                    .put("detail", attempt.detail()));
    return json;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable DeliveryState state(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return DeliveryState.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "state \"" + text + "\" is not pending, sending, delivered, folded or dead");
    }
  }

  private static Instant before(String cursor) {
    if (cursor.isEmpty()) {
      return NEWEST;
    }
    try {
      return Instant.parse(cursor);
    } catch (DateTimeException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "cursor \"" + cursor + "\" is not one that this gave");
    }
  }

  private ApiResponse replay(ApiRequest request) {
    deliveries.replay(request.principal(), request.parameter("id"));
    return ApiResponse.noContent();
  }
}
