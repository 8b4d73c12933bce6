package dev.spoor.server.http.monitoring;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.ServerStatus;
import dev.spoor.server.query.RunningQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/status`: the counters of the flow of events, and how they relate.
public final class StatusRoutes implements RouteGroup {
  private final ServerStatus status;

  public StatusRoutes(ServerStatus status) {
    this.status = status;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/api/v1/status", Permission.READ_RESULTS, "read the status", this::status);
    table.get("/api/v1/status/loss", Permission.READ_RESULTS, "read the status", this::losses);
    table.get("/api/v1/queries", Permission.QUERY, "list running queries", this::queries);
    table.post("/api/v1/queries/{number}/cancel", Permission.QUERY, "cancel queries", this::cancel);
  }

  private ApiResponse status(ApiRequest request) {
    ServerStatus.Reading now = status.read(request.principal());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows(now.rows()));
    json.put("journal", now.journal());
    json.put("store", store(now));
    json.put("consumers", now.consumers());
    json.put("deliveries", now.deliveries());
    json.put("clients", Map.of("known", now.clients(), "connected", now.connected()));
    json.put("queries", Map.of("running", now.running(), "waiting", now.waiting()));
    json.put(
        "relations",
        Map.of(
            "rows",
            "received = accepted + duplicates + refused + rejected + in flight",
            "journal",
            "oldest <= store.durable <= store.visible <= store.fed <= journal.end"));
    return ApiResponse.ok(json);
  }

  private static Map<String, Object> rows(ServerStatus.Rows rows) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("received", rows.received());
    json.put("accepted", rows.accepted());
    json.put("duplicates", rows.duplicates());
    json.put("refused", rows.refused());
    json.put("rejected", rows.rejected());
    json.put("lost", rows.lost());
    return json;
  }

  private static Map<String, @Nullable Object> store(ServerStatus.Reading now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("fed", now.fed());
    json.put("visible", now.store().visibleUpTo());
    json.put("durable", now.store().durableUpTo());
    json.put("rows", now.store().rows());
    json.put("blocks", now.store().blocks());
    json.put("bytes", now.store().bytes());
    json.put("failure", now.feedFailure());
    return json;
  }

  private ApiResponse losses(ApiRequest request) {
    return ApiResponse.page(
        status.losses(request.principal()).stream().map(StatusRoutes::json).toList(), null);
  }

  private static Map<String, Object> json(ServerStatus.AgentLoss agent) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clientId", agent.client().value());
    json.put("hostname", agent.hostname());
    json.put("captured", agent.captured());
    json.put("spooled", agent.spooled());
    json.put("sent", agent.sent());
    json.put("lost", agent.lost());
    json.put("told", agent.told().toString());
    return json;
  }

  private ApiResponse queries(ApiRequest request) {
    return ApiResponse.page(
        status.queries(request.principal()).stream().map(StatusRoutes::json).toList(), null);
  }

  private static Map<String, Object> json(RunningQuery query) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", query.number());
    json.put("who", query.who());
    json.put("text", query.text());
    json.put("elapsedMs", query.elapsed().toMillis());
    json.put("rows", query.rows());
    json.put("scanned", query.scanned());
    return json;
  }

  private ApiResponse cancel(ApiRequest request) {
    String number = request.parameter("number");
    if (!number.matches("[0-9]{1,18}")) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "there is no query \"" + number + "\"");
    }
    status.cancel(request.principal(), Long.parseLong(number));
    return ApiResponse.noContent();
  }
}
