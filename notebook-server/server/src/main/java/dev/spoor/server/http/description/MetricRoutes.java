package dev.spoor.server.http.description;

import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.ServerStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// `/metrics`: the counters of the flow as Prometheus text. It needs a token with READ_RESULTS: how
/// much of what is watched is nobody else's business.
public final class MetricRoutes implements RouteGroup {
  private final ServerStatus status;

  public MetricRoutes(ServerStatus status) {
    this.status = status;
  }

  @Override
  public void addTo(RouteTable table) {
    table.get("/metrics", Permission.READ_RESULTS, "read the figures", this::metrics);
  }

  private ApiResponse metrics(ApiRequest request) {
    ServerStatus.Reading now = status.read(request.principal());
    Text text = new Text();
    text.family("spoor_rows_received_total", "counter", "Rows that agents sent.");
    text.value(now.rows().received());
    text.family("spoor_rows_accepted_total", "counter", "Of these, rows that were journalled.");
    text.value(now.rows().accepted());
    text.family("spoor_rows_duplicate_total", "counter", "Of these, rows that were there already.");
    text.value(now.rows().duplicates());
    text.family(
        "spoor_rows_refused_total", "counter", "Of these, rows of streams that are not theirs.");
    text.value(now.rows().refused());
    text.family("spoor_rows_rejected_total", "counter", "Of these, rows that were no rows.");
    text.value(now.rows().rejected());
    text.family("spoor_rows_lost_total", "counter", "Rows that agents say they lost.");
    text.value(now.rows().lost());
    text.family("spoor_journal_end", "gauge", "Number of the next row.");
    text.value(now.journal().end());
    text.family("spoor_journal_bytes_total", "counter", "Bytes written to the journal.");
    text.value(now.journal().bytes());
    text.family("spoor_store_fed", "gauge", "Rows below this number were given to the store.");
    text.value(now.fed());
    text.family("spoor_store_visible", "gauge", "Rows below this number are found.");
    text.value(now.store().visibleUpTo());
    text.family("spoor_store_durable", "gauge", "Rows below this number are durable in the store.");
    text.value(now.store().durableUpTo());
    text.family("spoor_store_rows", "gauge", "Rows in the store.");
    text.value(now.store().rows());
    text.family("spoor_store_bytes", "gauge", "Bytes of the store on disk.");
    text.value(now.store().bytes());
    text.family("spoor_healthy", "gauge", "1 while journal and store take rows.");
    text.value(now.journal().failure() == null && now.feedFailure() == null ? 1 : 0);
    text.family("spoor_clients", "gauge", "Enrolled clients.");
    text.value(now.clients());
    text.family("spoor_clients_connected", "gauge", "Of these, connected now.");
    text.value(now.connected());
    text.family("spoor_queries_running", "gauge", "Queries that run.");
    text.value(now.running());
    text.family("spoor_queries_waiting", "gauge", "Queries that wait.");
    text.value(now.waiting());
    text.family("spoor_deliveries", "gauge", "Messages by state.");
    now.deliveries().forEach((state, number) -> text.value("state", state, number));
    text.family("spoor_consumer_offset", "gauge", "Row that a consumer of the journal reads next.");
    now.consumers().forEach((name, offset) -> text.value("consumer", name, offset));
    return new ApiResponse(
        200,
        Map.of(),
        new ApiResponse.Body.Bytes(
            "text/plain; version=0.0.4; charset=utf-8",
            text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static final class Text {
    private final StringBuilder text = new StringBuilder();
    private String name = "";

    void family(String named, String type, String help) {
      name = named;
      text.append("# HELP ").append(named).append(' ').append(help).append('\n');
      text.append("# TYPE ").append(named).append(' ').append(type).append('\n');
    }

    void value(long value) {
      text.append(name).append(' ').append(value).append('\n');
    }

    void value(String label, String of, long value) {
      String escaped = of.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      text.append(name)
          .append('{')
          .append(label)
          .append("=\"")
          .append(escaped)
          .append("\"} ")
          .append(value)
          .append('\n');
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
