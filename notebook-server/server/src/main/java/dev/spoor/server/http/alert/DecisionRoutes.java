package dev.spoor.server.http.alert;

import dev.spoor.server.alert.Decision;
import dev.spoor.server.alert.Decisions;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `/api/v1/decisions`: the timeline of the case.
public final class DecisionRoutes implements RouteGroup {
  private static final String PATH = "/api/v1/decisions";
  private static final int PAGE = 100;

  private final Decisions decisions;

  public DecisionRoutes(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get(PATH, Permission.READ_RESULTS, "read decisions", this::list);
    table.post(PATH, Permission.ALERT_EDIT, "write decisions down", this::decide);
    table.post(
        PATH + "/{id}/withdraw", Permission.ALERT_EDIT, "withdraw decisions", this::withdraw);
  }

  /// Of one subject, or all of them by page.
  private ApiResponse list(ApiRequest request) {
    Optional<String> subject = request.query("subject");
    if (subject.isPresent()) {
      List<Decision> on =
          decisions.on(
              request.principal(), about(request.query("about").orElse("")), subject.get());
      return ApiResponse.page(on.stream().map(AlertJson::decision).toList(), null);
    }
    int limit = request.queryNumber("limit", PAGE, 500);
    long before =
        request
            .query("cursor")
            .filter(text -> !text.isEmpty())
            .map(DecisionRoutes::number)
            .orElse(Long.MAX_VALUE);
    List<Decision> page = decisions.page(request.principal(), before, limit);
    return ApiResponse.page(
        page.stream().map(AlertJson::decision).toList(),
        page.size() < limit ? null : "" + page.getLast().number());
  }

  private ApiResponse decide(ApiRequest request) {
    JsonNode body = request.json();
    String kind = ApiRequest.text(body, "kind");
    JsonNode due = body.path("due");
    return ApiResponse.created(
        AlertJson.decision(
            decisions.decide(
                request.principal(),
                new Decision.Draft(
                    about(ApiRequest.text(body, "about")),
                    ApiRequest.text(body, "subject"),
                    Decision.Kind.find(kind)
                        .orElseThrow(
                            () ->
                                new SpoorException(
                                    ErrorCode.INVALID_REQUEST,
                                    "kind \""
                                        + kind
                                        + "\" is none of monitor_only, contained, released,"
                                        + " strike_zone, other")),
                    body.path("text").asString(""),
                    due.isString() ? AlertRoutes.instant("due", due.asString()) : null,
                    body.path("owner").asString("")))));
  }

  private ApiResponse withdraw(ApiRequest request) {
    return ApiResponse.ok(
        AlertJson.decision(
            decisions.withdraw(request.principal(), number(request.parameter("id")))));
  }

  private static Decision.About about(String text) {
    return Decision.About.find(text)
        .orElseThrow(
            () ->
                new SpoorException(
                    ErrorCode.INVALID_REQUEST,
                    "about \"" + text + "\" is none of client, account, notebook"));
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "decision " + text + " is not there");
    }
    return Long.parseLong(text);
  }
}
