package dev.spoor.server.http.monitoring;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientMonitoringTable;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.server.monitoring.LabelGroup;
import dev.spoor.server.monitoring.SaveResult;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.monitoring.ServerMonitoringTable;
import dev.spoor.server.monitoring.ServerQueryStatus;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.vql.value.Json;
import dev.spoor.wire.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/monitoring/…`: both tables, with compare-and-set, and how they stand.
public final class MonitoringRoutes implements RouteGroup {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ClientMonitoring client;
  private final ClientStates states;
  private final ServerMonitoring server;

  public MonitoringRoutes(ClientMonitoring client, ClientStates states, ServerMonitoring server) {
    this.client = client;
    this.states = states;
    this.server = server;
  }

  @Override
  public void addTo(RouteTable table) {
    String read = "read the monitoring tables";
    table.get(
        "/api/v1/monitoring/client",
        Permission.READ_RESULTS,
        read,
        request -> ApiResponse.ok(json(client.table(request.principal()))));
    table.put(
        "/api/v1/monitoring/client",
        Permission.CLIENT_MONITORING,
        "change the client monitoring table",
        this::saveClient);
    table.get(
        "/api/v1/monitoring/client/status",
        Permission.READ_RESULTS,
        read,
        request -> ApiResponse.page(states.summary(request.principal()), null));
    table.get(
        "/api/v1/monitoring/server",
        Permission.READ_RESULTS,
        read,
        request -> ApiResponse.ok(json(server.table(request.principal()))));
    table.put(
        "/api/v1/monitoring/server",
        Permission.SERVER_MONITORING,
        "change the server monitoring table",
        this::saveServer);
    table.get(
        "/api/v1/monitoring/server/status",
        Permission.READ_RESULTS,
        read,
        request ->
            ApiResponse.page(
                server.status(request.principal()).stream().map(MonitoringRoutes::json).toList(),
                null));
  }

  private ApiResponse saveClient(ApiRequest request) {
    JsonNode body = request.json();
    List<LabelGroup> groups = new ArrayList<>();
    for (JsonNode group : array(body, "groups")) {
      JsonNode label = group.path("label");
      groups.add(new LabelGroup(label.isString() ? label.stringValue() : "", entries(group)));
    }
    var result = client.save(request.principal(), new ClientMonitoringTable(version(body), groups));
    return switch (result) {
      case SaveResult.Saved<ClientMonitoringTable>(var saved) -> ApiResponse.ok(json(saved));
      case SaveResult.Conflict<ClientMonitoringTable>(var current) -> conflict(json(current));
    };
  }

  private ApiResponse saveServer(ApiRequest request) {
    JsonNode body = request.json();
    var result =
        server.save(request.principal(), new ServerMonitoringTable(version(body), entries(body)));
    return switch (result) {
      case SaveResult.Saved<ServerMonitoringTable>(var saved) -> ApiResponse.ok(json(saved));
      case SaveResult.Conflict<ServerMonitoringTable>(var current) -> conflict(json(current));
    };
  }

  /// A problem that carries what somebody else saved.
  private static ApiResponse conflict(Map<String, Object> current) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", "Conflict");
    problem.put("status", 409);
    problem.put("code", ErrorCode.CONFLICT.name());
    problem.put("detail", "somebody else saved the table first");
    problem.put("current", current);
    return ApiResponse.json(409, problem);
  }

  private static long version(JsonNode body) {
    JsonNode version = body.path("version");
    if (!version.isIntegralNumber()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"version\" must be a number");
    }
    return version.longValue();
  }

  private static JsonNode array(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isArray()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a list");
    }
    return value;
  }

  private static List<TableEntry> entries(JsonNode object) {
    List<TableEntry> entries = new ArrayList<>();
    for (JsonNode entry : array(object, "entries")) {
      Map<String, String> parameters = new LinkedHashMap<>();
      entry
          .path("parameters")
          .properties()
          .forEach(
              parameter ->
                  parameters.put(
                      parameter.getKey(),
                      parameter.getValue().isString()
                          ? parameter.getValue().stringValue()
                          : parameter.getValue().toString()));
      entries.add(
          new TableEntry(
              ApiRequest.text(entry, "artifact"), parameters, priority(entry.path("priority"))));
    }
    return entries;
  }

  private static Priority priority(JsonNode priority) {
    if (priority.isMissingNode() || priority.isNull()) {
      return Priority.NORMAL;
    }
    try {
      return Priority.valueOf(priority.asString().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "priority \"" + priority.asString() + "\" is not high, normal or bulk");
    }
  }

  private static Map<String, Object> json(ClientMonitoringTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", table.version());
    json.put(
        "groups",
        table.groups().stream()
            .map(
                group ->
                    Map.of(
                        "label",
                        group.label(),
                        "entries",
                        group.entries().stream().map(MonitoringRoutes::json).toList()))
            .toList());
    return json;
  }

  private static Map<String, Object> json(ServerMonitoringTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", table.version());
    json.put("entries", table.entries().stream().map(MonitoringRoutes::json).toList());
    return json;
  }

  private static Map<String, Object> json(TableEntry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("artifact", entry.artifact());
    json.put("parameters", entry.parameters());
    json.put("priority", entry.priority().name().toLowerCase(Locale.ROOT));
    return json;
  }

  private static Map<String, @Nullable Object> json(ServerQueryStatus status) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("artifact", status.artifact());
    json.put("source", status.source());
    json.put("state", status.state());
    json.put("since", status.since().toString());
    json.put("error", status.error());
    json.put("offset", status.offset());
    json.put("behind", status.behind());
    json.put("rows", status.rows());
    json.put(
        "lastRows",
        status.lastRows().stream().map(row -> JSON.readTree(Json.writeBytes(row))).toList());
    json.put(
        "log",
        status.log().stream()
            .map(
                line ->
                    Map.of(
                        "time", line.time().toString(), "level", line.level(), "text", line.text()))
            .toList());
    return json;
  }
}
