package dev.spoor.server.http.monitoring;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.RolloutMatrix;
import dev.spoor.server.monitoring.RolloutMatrix.Cell;
import dev.spoor.server.monitoring.RolloutMatrix.CellClient;
import dev.spoor.server.monitoring.ServerMonitoring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/api/v1/monitoring/…`: what a change would do, what was before, and where it is in force.
public final class RolloutRoutes implements RouteGroup {
  private static final String CLIENT = "/api/v1/monitoring/client";
  private static final String SERVER = "/api/v1/monitoring/server";
  private static final int PAGE = 50;
  private static final int MOST = 500;

  private final ClientMonitoring client;
  private final ServerMonitoring server;
  private final RolloutMatrix matrix;

  public RolloutRoutes(ClientMonitoring client, ServerMonitoring server, RolloutMatrix matrix) {
    this.client = client;
    this.server = server;
    this.matrix = matrix;
  }

  @Override
  public void addTo(RouteTable table) {
    String read = "read the monitoring tables";
    String states = "read the state of clients";
    String changeClient = "change the client monitoring table";
    String changeServer = "change the server monitoring table";
    table.post(
        CLIENT + "/preview",
        Permission.CLIENT_MONITORING,
        changeClient,
        request ->
            ApiResponse.ok(
                MonitoringJson.of(
                    client.preview(
                        request.principal(), MonitoringJson.clientTable(request.json())))));
    table.post(
        SERVER + "/preview",
        Permission.SERVER_MONITORING,
        changeServer,
        request ->
            ApiResponse.ok(
                MonitoringJson.of(
                    server.preview(
                        request.principal(), MonitoringJson.serverTable(request.json())))));
    table.get(
        CLIENT + "/history",
        Permission.READ_RESULTS,
        read,
        request ->
            MonitoringJson.page(
                client.history(request.principal(), cursor(request), limit(request))));
    table.get(
        SERVER + "/history",
        Permission.READ_RESULTS,
        read,
        request ->
            MonitoringJson.page(
                server.history(request.principal(), cursor(request), limit(request))));
    table.post(
        CLIENT + "/return",
        Permission.CLIENT_MONITORING,
        changeClient,
        request ->
            MonitoringJson.answer(
                client.returnTo(
                    request.principal(),
                    number(request.json(), "to"),
                    MonitoringJson.version(request.json())),
                MonitoringJson::of));
    table.post(
        SERVER + "/return",
        Permission.SERVER_MONITORING,
        changeServer,
        request ->
            MonitoringJson.answer(
                server.returnTo(
                    request.principal(),
                    number(request.json(), "to"),
                    MonitoringJson.version(request.json())),
                MonitoringJson::of));
    table.get(CLIENT + "/matrix", Permission.READ_RESULTS, states, this::matrix);
    table.get(CLIENT + "/cell", Permission.READ_RESULTS, states, this::cell);
    table.post(
        CLIENT + "/retry",
        Permission.CLIENT_MONITORING,
        "begin a client's query again",
        this::retry);
  }

  private static int limit(ApiRequest request) {
    return request.queryNumber("limit", PAGE, MOST);
  }

  private static Optional<Long> cursor(ApiRequest request) {
    return request.query("cursor").map(RolloutRoutes::cursor);
  }

  private static long cursor(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "cursor \"" + text + "\" is not one of ours");
    }
  }

  private static long number(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isIntegralNumber()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a number");
    }
    return value.longValue();
  }

  private ApiResponse matrix(ApiRequest request) {
    RolloutMatrix.Page page =
        matrix.page(request.principal(), request.query("cursor"), limit(request));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", page.version());
    json.put("groups", page.columns());
    json.put("items", page.lines().stream().map(line -> line(page.columns(), line)).toList());
    json.put("next", page.next().orElse(null));
    return ApiResponse.ok(json);
  }

  private static Map<String, Object> line(
      List<RolloutMatrix.Column> columns, RolloutMatrix.Line line) {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Cell cell = line.cells().get(i);
      if (cell != null) {
        cells.put(columns.get(i).label(), cell(cell));
      }
    }
    return Map.of("artifact", line.artifact(), "newest", line.newest(), "cells", cells);
  }

  private static Map<String, Object> cell(Cell cell) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (RolloutMatrix.State state : RolloutMatrix.State.values()) {
      if (cell.count(state) > 0) {
        counts.put(state.word(), cell.count(state));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("worst", cell.worst().word());
    json.put("clients", cell.clients());
    json.put("counts", counts);
    json.put("version", cell.version());
    return json;
  }

  private ApiResponse cell(ApiRequest request) {
    int offset = Math.toIntExact(Math.clamp(cursor(request).orElse(0L), 0, Integer.MAX_VALUE));
    RolloutMatrix.CellPage page =
        matrix.clients(
            request.principal(),
            request.query("label").orElse(""),
            request
                .query("artifact")
                .orElseThrow(
                    () ->
                        new SpoorException(
                            ErrorCode.INVALID_REQUEST, "\"artifact\" must be given")),
            request.query("state").map(RolloutMatrix.State::named),
            offset,
            limit(request));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("total", page.total());
    json.put("items", page.clients().stream().map(RolloutRoutes::json).toList());
    json.put("next", page.next().map(String::valueOf).orElse(null));
    return ApiResponse.ok(json);
  }

  private static Map<String, @Nullable Object> json(CellClient one) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("clientId", one.client().value());
    json.put("hostname", one.hostname());
    json.put("state", one.state().word());
    json.put("reason", one.reason());
    json.put("since", one.since() == null ? null : String.valueOf(one.since()));
    json.put("remedy", one.remedy().name().toLowerCase(Locale.ROOT));
    return json;
  }

  private ApiResponse retry(ApiRequest request) {
    JsonNode body = request.json();
    String id = ApiRequest.text(body, "client");
    if (!ClientId.isValid(id)) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"" + id + "\" is not a client id");
    }
    client.sendAgain(request.principal(), new ClientId(id), ApiRequest.text(body, "artifact"));
    return ApiResponse.noContent();
  }
}
