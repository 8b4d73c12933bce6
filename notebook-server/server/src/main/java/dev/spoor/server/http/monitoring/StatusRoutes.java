package dev.spoor.server.http.monitoring;

import dev.spoor.server.client.Clients;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStoreStatus;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.IngestCounters;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.StoreFeed;
import dev.spoor.server.query.QuerySessions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/status`: the counters of the flow of events, and how they relate.
public final class StatusRoutes implements RouteGroup {
  private final Journal journal;
  private final Ingest ingest;
  private final EventStore store;
  private final StoreFeed feed;
  private final Consumers consumers;
  private final Deliveries deliveries;
  private final Clients clients;
  private final QuerySessions queries;

  public StatusRoutes(
      Journal journal,
      Ingest ingest,
      EventStore store,
      StoreFeed feed,
      Consumers consumers,
      Deliveries deliveries,
      Clients clients,
      QuerySessions queries) {
    this.journal = journal;
    this.ingest = ingest;
    this.store = store;
    this.feed = feed;
    this.consumers = consumers;
    this.deliveries = deliveries;
    this.clients = clients;
    this.queries = queries;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/api/v1/status", Permission.READ_RESULTS, "read the status", this::status);
  }

  private ApiResponse status(ApiRequest request) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows());
    json.put("journal", journal());
    json.put("store", store());
    json.put("consumers", consumers.offsets());
    json.put("deliveries", deliveries.counts(request.principal()));
    json.put(
        "clients", Map.of("known", clients.ids().size(), "connected", clients.connectedCount()));
    json.put(
        "queries", Map.of("running", queries.running().size(), "waiting", queries.waitingCount()));
    json.put(
        "relations",
        Map.of(
            "rows",
            "received = accepted + duplicates + refused + rejected + in flight",
            "journal",
            "oldest <= store.durable <= store.visible <= store.fed <= journal.end"));
    return ApiResponse.ok(json);
  }

  private Map<String, Object> rows() {
    IngestCounters.Reading rows = ingest.counters().read();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("received", rows.received());
    json.put("accepted", rows.accepted());
    json.put("duplicates", rows.duplicates());
    json.put("refused", rows.refused());
    json.put("rejected", rows.rejected());
    json.put("lost", rows.lost());
    return json;
  }

  private Map<String, @Nullable Object> journal() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("oldest", journal.oldestLsn());
    json.put("end", journal.endLsn());
    json.put("bytes", journal.counters().bytes());
    json.put("failedGroups", journal.counters().failedGroups());
    json.put("failure", journal.failure());
    return json;
  }

  private Map<String, @Nullable Object> store() {
    EventStoreStatus status = store.status();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("fed", feed.position());
    json.put("visible", status.visibleUpTo());
    json.put("durable", status.durableUpTo());
    json.put("rows", status.rows());
    json.put("blocks", status.blocks());
    json.put("bytes", status.bytes());
    json.put("failure", feed.failure());
    return json;
  }
}
