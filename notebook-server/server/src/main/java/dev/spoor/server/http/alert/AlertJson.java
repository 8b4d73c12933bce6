package dev.spoor.server.http.alert;

import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.alert.AlertEvent;
import dev.spoor.server.alert.AlertHistory;
import dev.spoor.server.alert.AlertValue;
import dev.spoor.server.alert.CloseReason;
import dev.spoor.server.alert.Decision;
import dev.spoor.server.alert.NearEvent;
import dev.spoor.server.alert.ProcessNode;
import dev.spoor.server.identity.ClientId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The forms of alerts and decisions in the API.
final class AlertJson {
  private AlertJson() {}

  static Map<String, @Nullable Object> alert(Alert alert) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    CloseReason reason = alert.reason();
    json.put("id", alert.id());
    json.put("rule", alert.rule());
    json.put("title", alert.title());
    json.put("severity", alert.severity().text());
    json.put("state", alert.state().text());
    json.put("entity", entity(alert.entity(), alert.hostname()));
    json.put("clients", alert.clients());
    json.put("why", alert.why());
    json.put("owner", alert.owner());
    json.put("until", time(alert.until()));
    json.put("reason", reason == null ? null : reason.text());
    json.put("comment", alert.comment());
    json.put("count", alert.count());
    json.put("values", alert.values());
    json.put("notes", alert.notes());
    json.put("first", time(alert.first()));
    json.put("last", time(alert.last()));
    json.put("created", time(alert.created()));
    json.put("hours", alert.hours());
    json.put("revision", alert.revision());
    return json;
  }

  static Map<String, @Nullable Object> entity(AlertEntity entity, String hostname) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    ClientId client = entity.client();
    json.put("clientId", client == null ? null : client.value());
    json.put("hostname", hostname);
    json.put("account", entity.account());
    json.put("keyColumn", entity.keyColumn());
    json.put("keyValue", entity.keyValue());
    return json;
  }

  static Map<String, @Nullable Object> event(AlertEvent event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("eventId", event.eventId());
    json.put("time", time(event.time()));
    json.put("entity", entity(event.entity(), event.hostname()));
    return json;
  }

  static Map<String, @Nullable Object> value(AlertValue value) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("entity", entity(value.entity(), value.hostname()));
    json.put("count", value.count());
    json.put("first", time(value.first()));
    json.put("last", time(value.last()));
    return json;
  }

  static Map<String, @Nullable Object> history(AlertHistory item) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Alert.Standing before = item.before();
    json.put("action", item.verb());
    json.put("author", item.author());
    json.put("time", time(item.time()));
    json.put("before", before == null ? null : standing(before));
    json.put("after", standing(item.after()));
    json.put("undo", item.undo());
    json.put("undone", item.isUndone());
    return json;
  }

  private static Map<String, @Nullable Object> standing(Alert.Standing standing) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    CloseReason reason = standing.reason();
    json.put("state", standing.state().text());
    json.put("owner", standing.owner());
    json.put("until", time(standing.until()));
    json.put("reason", reason == null ? null : reason.text());
    json.put("comment", standing.comment());
    return json;
  }

  static Map<String, @Nullable Object> process(ProcessNode node) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("depth", node.depth());
    json.put("name", node.name());
    json.put("image", node.image());
    json.put("originalFileName", node.original());
    json.put("commandLine", node.commandLine());
    json.put("user", node.user());
    json.put("time", time(node.time()));
    json.put("eventId", node.eventId());
    json.put("isThis", node.isThis());
    return json;
  }

  static Map<String, @Nullable Object> near(NearEvent event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("eventId", event.eventId());
    json.put("offsetMs", event.offset().toMillis());
    json.put("kind", event.kind());
    json.put("clientId", event.client().value());
    json.put("hostname", event.hostname());
    json.put("artifact", event.artifact());
    json.put("text", event.text());
    json.put("why", event.why());
    json.put("isThis", event.isThis());
    return json;
  }

  static Map<String, @Nullable Object> decision(Decision decision) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", decision.number());
    json.put("about", decision.about().text());
    json.put("subject", decision.subject());
    json.put("kind", decision.kind().text());
    json.put("text", decision.text());
    json.put("due", time(decision.due()));
    json.put("owner", decision.owner());
    json.put("author", decision.author());
    json.put("time", time(decision.time()));
    json.put("withdrawn", time(decision.withdrawn()));
    return json;
  }

  static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
