package dev.spoor.server.proof;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What came of a replay. Of the same request it is the same, byte for byte.
///
/// @param rows what the detection gave, in order
/// @param delivered how many rows of the recording each event source was given
/// @param nearMisses rows that failed exactly one condition; only when asked for
/// @param deliveries messages that would have left
/// @param alerts that would have been raised by `alert()`
/// @param log lines of the queries
/// @param error why there is no result; null if there is one
public record ReplayResult(
    List<Found> rows,
    Map<String, Long> delivered,
    List<NearMiss> nearMisses,
    List<HeldDelivery> deliveries,
    List<HeldAlert> alerts,
    List<String> log,
    @Nullable String error) {

  /// A row that the detection gave.
  ///
  /// @param from the artifact with its source, or the rule
  public record Found(String from, Row row) {}

  /// A row that lacks one thing to be found.
  ///
  /// @param condition the text of what it failed
  public record NearMiss(String from, String condition, Row row) {}

  /// A message that was not sent because this is no live system.
  public record HeldDelivery(String from, String target, String text, @Nullable String event) {}

  /// An alert that was not raised because this is no live system.
  public record HeldAlert(String from, String rule, String title, String severity, String why) {}

  public ReplayResult {
    alerts = List.copyOf(alerts);
    rows = List.copyOf(rows);
    delivered = Collections.unmodifiableMap(new TreeMap<>(delivered));
    nearMisses = List.copyOf(nearMisses);
    deliveries = List.copyOf(deliveries);
    log = List.copyOf(log);
  }

  static ReplayResult error(String message) {
    return new ReplayResult(
        List.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), message);
  }

  /// Rows of the detection itself, without those of the server artifacts behind it.
  public long deliveredRows() {
    return delivered.values().stream().mapToLong(Long::longValue).sum();
  }

  public boolean isError() {
    return error != null;
  }

  public Row toRow() {
    Dict out = new Dict();
    List<Row> found = new ArrayList<>();
    rows.forEach(row -> found.add(new Dict().with("From", row.from()).with("Row", row.row())));
    List<Row> near = new ArrayList<>();
    nearMisses.forEach(
        miss ->
            near.add(
                new Dict()
                    .with("From", miss.from())
                    .with("Condition", miss.condition())
                    .with("Row", miss.row())));
    List<Row> held = new ArrayList<>();
    deliveries.forEach(
        delivery ->
            held.add(
                new Dict()
                    .with("From", delivery.from())
                    .with("Target", delivery.target())
                    .with("Text", delivery.text())
                    .with("Event", delivery.event() == null ? null : Json.read(delivery.event()))));
    Dict counts = new Dict();
    delivered.forEach(counts::with);
    out.set("rows", found);
    out.set("delivered", counts);
    out.set("nearMisses", near);
    out.set("deliveries", held);
    List<Row> raised = new ArrayList<>();
    alerts.forEach(
        alert ->
            raised.add(
                new Dict()
                    .with("From", alert.from())
                    .with("Rule", alert.rule())
                    .with("Title", alert.title())
                    .with("Severity", alert.severity())
                    .with("Why", alert.why())));
    out.set("alerts", raised);
    return out.with("log", log).with("error", error);
  }

  public byte[] toBytes() {
    return Json.write(toRow()).getBytes(StandardCharsets.UTF_8);
  }
}
