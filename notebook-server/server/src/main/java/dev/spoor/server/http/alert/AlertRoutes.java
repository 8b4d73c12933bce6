package dev.spoor.server.http.alert;

import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertAction;
import dev.spoor.server.alert.AlertCounts;
import dev.spoor.server.alert.AlertEvent;
import dev.spoor.server.alert.AlertEvidence;
import dev.spoor.server.alert.AlertFilter;
import dev.spoor.server.alert.AlertNote;
import dev.spoor.server.alert.AlertOrder;
import dev.spoor.server.alert.AlertPage;
import dev.spoor.server.alert.AlertState;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.alert.CloseReason;
import dev.spoor.server.alert.Decisions;
import dev.spoor.server.alert.Severity;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.Delivery;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.Event;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.export.AlertNotebook;
import dev.spoor.vql.value.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/alerts`: the inbox.
public final class AlertRoutes implements RouteGroup {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PATH = "/api/v1/alerts";
  private static final int PAGE = 50;

  private final Alerts alerts;
  private final AlertEvidence evidence;
  private final Decisions decisions;
  private final Deliveries deliveries;
  private final Notebooks notebooks;

  public AlertRoutes(
      Alerts alerts,
      AlertEvidence evidence,
      Decisions decisions,
      Deliveries deliveries,
      Notebooks notebooks) {
    this.alerts = alerts;
    this.evidence = evidence;
    this.decisions = decisions;
    this.deliveries = deliveries;
    this.notebooks = notebooks;
  }

  @Override
  public void addTo(RouteTable table) {
    String read = "read alerts";
    String edit = "work through alerts";
    table.get(PATH, Permission.READ_RESULTS, read, this::page);
    table.get("/api/v1/alert-counts", Permission.READ_RESULTS, read, this::counts);
    table.get("/api/v1/alert-people", Permission.READ_RESULTS, read, this::people);
    table.post("/api/v1/alert-actions", Permission.ALERT_EDIT, edit, this::act);
    table.post("/api/v1/alert-actions/{id}/undo", Permission.ALERT_EDIT, edit, this::undo);
    table.get(PATH + "/{id}", Permission.READ_RESULTS, read, this::one);
    table.get(PATH + "/{id}/events", Permission.READ_RESULTS, read, this::events);
    table.get(PATH + "/{id}/evidence", Permission.READ_RESULTS, read, this::evidence);
    table.post(PATH + "/{id}/notes", Permission.ALERT_EDIT, edit, this::addNote);
    table.delete(PATH + "/{id}/notes/{note}", Permission.ALERT_EDIT, edit, this::deleteNote);
    table.post(
        PATH + "/{id}/notebook", Permission.NOTEBOOK_EDIT, "create a notebook", this::notebook);
  }

  private ApiResponse page(ApiRequest request) {
    AlertPage page =
        alerts.page(
            request.principal(),
            filter(request),
            choice(request, "order", AlertRoutes::order).orElse(AlertOrder.INBOX),
            request.query("cursor").filter(cursor -> !cursor.isEmpty()).orElse(null),
            request.queryNumber("limit", PAGE, 500));
    return ApiResponse.page(page.alerts().stream().map(AlertJson::alert).toList(), page.next());
  }

  private static AlertFilter filter(ApiRequest request) {
    Set<AlertState> states = choices(request, "state", AlertState::find, AlertState.class);
    return AlertFilter.OPEN
        .withStates(states.isEmpty() ? null : states)
        .withSeverities(choices(request, "severity", Severity::find, Severity.class))
        .withRule(request.query("rule").orElse(null))
        .withClient(
            choice(
                    request,
                    "client",
                    text ->
                        ClientId.isValid(text) ? Optional.of(new ClientId(text)) : Optional.empty())
                .orElse(null))
        .withAccount(request.query("account").orElse(null))
        .withOwner(request.query("owner").orElse(null))
        .withText(request.query("q").orElse(""))
        .withTime(time(request, "from"), time(request, "to"));
  }

  private static Optional<AlertOrder> order(String text) {
    return switch (text) {
      case "inbox" -> Optional.of(AlertOrder.INBOX);
      case "client" -> Optional.of(AlertOrder.CLIENT);
      case "time" -> Optional.of(AlertOrder.TIME);
      default -> Optional.empty();
    };
  }

  private static <T> Optional<T> choice(
      ApiRequest request, String name, Function<String, Optional<T>> find) {
    return request
        .query(name)
        .map(
            text ->
                find.apply(text)
                    .orElseThrow(
                        () ->
                            new SpoorException(
                                ErrorCode.INVALID_REQUEST,
                                name + " \"" + text + "\" is none that is known")));
  }

  private static <T extends Enum<T>> Set<T> choices(
      ApiRequest request, String name, Function<String, Optional<T>> find, Class<T> type) {
    Set<T> chosen = EnumSet.noneOf(type);
    for (String text : request.query(name).orElse("").split(",", -1)) {
      if (!text.isBlank()) {
        chosen.add(
            find.apply(text)
                .orElseThrow(
                    () ->
                        new SpoorException(
                            ErrorCode.INVALID_REQUEST,
                            name + " \"" + text + "\" is none that is known")));
      }
    }
    return chosen;
  }

  private static @Nullable Instant time(ApiRequest request, String name) {
    return request.query(name).map(text -> instant(name, text)).orElse(null);
  }

  static Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, name + " \"" + text + "\" is not an RFC 3339 time in UTC");
    }
  }

  private ApiResponse counts(ApiRequest request) {
    AlertCounts counts = alerts.counts(request.principal());
    return ApiResponse.ok(
        Map.of(
            "new", counts.fresh(),
            "taken", counts.taken(),
            "snoozed", counts.snoozed(),
            "mine", counts.mine()));
  }

  private ApiResponse people(ApiRequest request) {
    return ApiResponse.page(alerts.people(request.principal()), null);
  }

  private ApiResponse one(ApiRequest request) {
    Principal principal = request.principal();
    Alert alert = alerts.require(principal, request.parameter("id"));
    String id = alert.id();
    Map<String, @Nullable Object> json = AlertJson.alert(alert);
    json.put(
        "detections",
        alerts.events(principal, id, 0, PAGE).stream().map(AlertJson::event).toList());
    json.put(
        "distinctValues",
        alerts.values(principal, id, PAGE).stream().map(AlertJson::value).toList());
    json.put("related", list(alerts.related(principal, id, PAGE)));
    json.put("noteList", alerts.notes(principal, id));
    json.put("history", alerts.history(principal, id).stream().map(AlertJson::history).toList());
    json.put(
        "decisions",
        decisions.on(principal, alert.entity()).stream().map(AlertJson::decision).toList());
    json.put(
        "deliveries",
        deliveries.ofEvents(principal, alerts.deliveryKeys(principal, id), PAGE).stream()
            .map(AlertRoutes::delivery)
            .toList());
    return ApiResponse.ok(json);
  }

  private static List<Map<String, @Nullable Object>> list(List<Alert> found) {
    return found.stream().map(AlertJson::alert).toList();
  }

  private static Map<String, @Nullable Object> delivery(Delivery delivery) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", delivery.id());
    json.put("eventId", delivery.eventId());
    json.put("target", delivery.target());
    json.put("kind", delivery.kind().text());
    json.put("state", delivery.state().text());
    json.put("attempts", delivery.attempts());
    json.put("mayHaveArrivedTwice", delivery.mayRepeat());
    json.put("created", delivery.created().toString());
    json.put("nextAttempt", delivery.nextAttempt().toString());
    json.put("finished", AlertJson.time(delivery.finished()));
    json.put("error", delivery.error());
    return json;
  }

  private ApiResponse events(ApiRequest request) {
    Principal principal = request.principal();
    String id = alerts.require(principal, request.parameter("id")).id();
    int offset = request.query("cursor").isPresent() ? request.queryNumber("cursor", 0, 1000) : 0;
    int limit = request.queryNumber("limit", PAGE, 500);
    List<AlertEvent> page = alerts.events(principal, id, offset, limit);
    return ApiResponse.page(
        page.stream().map(AlertJson::event).toList(),
        page.size() < limit ? null : "" + (offset + limit));
  }

  /// The event (the newest one if none is named) with what surrounds it.
  private ApiResponse evidence(ApiRequest request) {
    Principal principal = request.principal();
    Alert alert = alerts.require(principal, request.parameter("id"));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("event", null);
    json.put("processes", List.of());
    json.put("around", List.of());
    json.put("aroundTotal", 0);
    json.put("aroundIsExact", true);
    find(principal, alert, request.query("event").orElse(""))
        .ifPresent(
            event -> {
              json.put("event", raw(event));
              json.put(
                  "processes",
                  evidence.processes(principal, event).stream().map(AlertJson::process).toList());
              AlertEvidence.Near near = evidence.around(principal, event);
              json.put("around", near.events().stream().map(AlertJson::near).toList());
              json.put("aroundTotal", near.total());
              json.put("aroundIsExact", near.isExact());
            });
    return ApiResponse.ok(json);
  }

  private Optional<Event> find(Principal principal, Alert alert, String eventId) {
    return alerts.events(principal, alert.id(), 0, 1_000).stream()
        .filter(event -> eventId.isEmpty() || event.eventId().equals(eventId))
        .findFirst()
        .flatMap(event -> evidence.event(principal, event.eventId(), event.time()));
  }

  private static JsonNode raw(Event event) {
    return JSON.readTree(
        new String(Json.writeBytes(event, Json.WriteOptions.TYPED), StandardCharsets.UTF_8));
  }

  private ApiResponse act(ApiRequest request) {
    JsonNode body = request.json();
    Set<String> ids = new LinkedHashSet<>();
    body.path("alerts").forEach(id -> ids.add(id.asString("")));
    Alerts.Done done = alerts.act(request.principal(), ids, action(body));
    return ApiResponse.ok(Map.of("undo", done.undo(), "alerts", list(done.alerts())));
  }

  private static AlertAction action(JsonNode body) {
    String action = ApiRequest.text(body, "action");
    return switch (action) {
      case "acknowledge" -> new AlertAction.Acknowledge();
      case "assign" -> new AlertAction.Assign(ApiRequest.text(body, "user"));
      case "snooze" -> new AlertAction.Snooze(instant("until", ApiRequest.text(body, "until")));
      case "close" -> {
        String reason = ApiRequest.text(body, "reason");
        yield new AlertAction.Close(
            CloseReason.find(reason)
                .orElseThrow(
                    () ->
                        new SpoorException(
                            ErrorCode.INVALID_REQUEST,
                            "reason \""
                                + reason
                                + "\" is none of handled, expected, false_alarm, duplicate")),
            body.path("comment").asString(""));
      }
      case "reopen" -> new AlertAction.Reopen();
      default ->
          throw new SpoorException(
              ErrorCode.INVALID_REQUEST,
              "action \"" + action + "\" is none of acknowledge, assign, snooze, close, reopen");
    };
  }

  private ApiResponse undo(ApiRequest request) {
    List<Alert> changed = alerts.undo(request.principal(), request.parameter("id"));
    return ApiResponse.ok(Map.of("alerts", list(changed)));
  }

  private ApiResponse addNote(ApiRequest request) {
    AlertNote note =
        alerts.addNote(
            request.principal(), request.parameter("id"), ApiRequest.text(request.json(), "text"));
    return ApiResponse.created(note);
  }

  private ApiResponse deleteNote(ApiRequest request) {
    String text = request.parameter("note");
    if (!text.matches("[0-9]{1,18}")) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "note " + text + " is not there");
    }
    alerts.deleteNote(request.principal(), request.parameter("id"), Long.parseLong(text));
    return ApiResponse.noContent();
  }

  private ApiResponse notebook(ApiRequest request) {
    Alert alert = alerts.require(request.principal(), request.parameter("id"));
    return ApiResponse.created(
        Map.of("id", AlertNotebook.create(request.principal(), notebooks, alert)));
  }
}
