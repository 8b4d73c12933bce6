package dev.spoor.server.http.monitoring;

import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.monitoring.ServerQueryStatus;
import dev.spoor.vql.value.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        request -> ApiResponse.ok(MonitoringJson.of(client.table(request.principal()))));
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
        request -> ApiResponse.ok(MonitoringJson.of(server.table(request.principal()))));
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
    return MonitoringJson.answer(
        client.save(request.principal(), MonitoringJson.clientTable(request.json())),
        MonitoringJson::of);
  }

  private ApiResponse saveServer(ApiRequest request) {
    return MonitoringJson.answer(
        server.save(request.principal(), MonitoringJson.serverTable(request.json())),
        MonitoringJson::of);
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
