package dev.spoor.server.http.event;

import dev.spoor.server.event.TimeRange;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.coverage.CoverageReport;
import dev.spoor.server.monitoring.coverage.FleetCoverage;
import dev.spoor.server.query.explore.EventExplorer;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/coverage`: who was to report in a range of time, and who did.
public final class CoverageRoutes implements RouteGroup {
  private static final int MOST_BINS = 500;

  private final FleetCoverage coverage;
  private final EventExplorer events;

  public CoverageRoutes(FleetCoverage coverage, EventExplorer events) {
    this.coverage = coverage;
    this.events = events;
  }

  @Override
  public void addTo(RouteTable table) {
    table.post("/api/v1/coverage", Permission.READ_RESULTS, "read coverage", this::coverage);
  }

  private ApiResponse coverage(ApiRequest request) {
    JsonNode body = request.json();
    Set<ClientId> clients = new LinkedHashSet<>();
    for (String id : EventRequests.texts(body, "clients")) {
      if (ClientId.isValid(id)) {
        clients.add(new ClientId(id));
      }
    }
    TimeRange range =
        events.bounded(request.principal(), EventRequests.range(body.path("range"), events.now()));
    return ApiResponse.ok(
        json(
            coverage.of(
                request.principal(),
                range,
                new LinkedHashSet<>(EventRequests.texts(body, "artifacts")),
                clients,
                Math.clamp(body.path("bins").asLong(96), 1, MOST_BINS))));
  }

  private static ObjectNode json(CoverageReport report) {
    ObjectNode json =
        EventJson.object()
            .put("from", report.from().toString())
            .put("widthMs", report.width().toNanos() / 1e6)
            .put("clients", report.clients())
            .put("reporting", report.reporting())
            .put("silentClients", report.silentClients())
            .put("lost", report.lost())
            .put("lostExact", report.lostExact());
    ArrayNode assigned = json.putArray("assigned");
    for (int count : report.assigned()) {
      assigned.add(count);
    }
    ArrayNode silent = json.putArray("silent");
    for (int count : report.silent()) {
      silent.add(count);
    }
    ArrayNode gaps = json.putArray("gaps");
    for (CoverageReport.Gap gap : report.gaps()) {
      gaps.addObject()
          .put("clientId", gap.client().value())
          .put("hostname", gap.hostname())
          .put("totalMs", gap.total().toMillis())
          .put("from", gap.from().toString())
          .put("to", gap.to().toString());
    }
    return json;
  }
}
