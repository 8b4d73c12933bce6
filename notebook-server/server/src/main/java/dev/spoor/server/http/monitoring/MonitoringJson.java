package dev.spoor.server.http.monitoring;

import dev.spoor.server.artifact.ParameterIssue;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.monitoring.ClientMonitoringTable;
import dev.spoor.server.monitoring.EntryChange;
import dev.spoor.server.monitoring.LabelGroup;
import dev.spoor.server.monitoring.SaveResult;
import dev.spoor.server.monitoring.ServerMonitoringTable;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.server.monitoring.TablePreview;
import dev.spoor.server.monitoring.TableVersion;
import dev.spoor.wire.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Monitoring tables and what is said of them, as the API writes and reads them.
final class MonitoringJson {
  private MonitoringJson() {}

  static ClientMonitoringTable clientTable(JsonNode body) {
    List<LabelGroup> groups = new ArrayList<>();
    for (JsonNode group : array(body, "groups")) {
      JsonNode label = group.path("label");
      groups.add(new LabelGroup(label.isString() ? label.stringValue() : "", entries(group)));
    }
    return new ClientMonitoringTable(version(body), groups);
  }

  static ServerMonitoringTable serverTable(JsonNode body) {
    return new ServerMonitoringTable(version(body), entries(body));
  }

  static <T> ApiResponse answer(SaveResult<T> result, Function<T, Map<String, Object>> json) {
    return switch (result) {
      case SaveResult.Saved<T>(T saved) -> ApiResponse.ok(json.apply(saved));
      case SaveResult.Conflict<T>(T current) -> conflict(json.apply(current));
    };
  }

  static Map<String, @Nullable Object> of(TablePreview preview) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("version", preview.base());
    json.put("current", preview.current());
    json.put("mayLaunch", preview.mayLaunch());
    json.put("clients", preview.clients());
    json.put("silent", preview.silent());
    json.put("changes", preview.changes().stream().map(MonitoringJson::of).toList());
    json.put("queries", preview.queries());
    json.put("missing", preview.missing());
    json.put(
        "faults",
        preview.faults().stream()
            .map(
                fault -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("label", fault.label());
                  one.put("artifact", fault.artifact());
                  one.put("message", fault.message());
                  one.put("issues", issues(fault.issues()));
                  return one;
                })
            .toList());
    return json;
  }

  static List<Map<String, Object>> issues(List<ParameterIssue> issues) {
    return issues.stream()
        .map(
            issue -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("parameter", issue.parameter());
              one.put("line", issue.line());
              one.put("column", issue.column());
              one.put("length", issue.length());
              one.put("severity", "error");
              one.put("message", issue.message());
              return one;
            })
        .toList();
  }

  static Map<String, @Nullable Object> of(EntryChange change) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
    json.put("label", change.label());
    json.put("artifact", change.artifact());
    TableEntry before = change.before();
    TableEntry after = change.after();
    json.put("before", before == null ? null : of(before));
    json.put("after", after == null ? null : of(after));
    return json;
  }

  static ApiResponse page(TableVersion.Page page) {
    return ApiResponse.page(
        page.versions().stream()
            .map(
                version -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("version", version.version());
                  one.put("author", version.author());
                  one.put("time", version.time().toString());
                  one.put("changes", version.changes().stream().map(MonitoringJson::of).toList());
                  return one;
                })
            .toList(),
        page.next().map(String::valueOf).orElse(null));
  }

  /// A problem that carries what somebody else saved.
  static ApiResponse conflict(Map<String, Object> current) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", "Conflict");
    problem.put("status", 409);
    problem.put("code", ErrorCode.CONFLICT.name());
    problem.put("detail", "somebody else saved the table first");
    problem.put("current", current);
    return ApiResponse.json(409, problem);
  }

  static long version(JsonNode body) {
    JsonNode version = body.path("version");
    if (!version.isIntegralNumber()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"version\" must be a number");
    }
    return version.longValue();
  }

  static JsonNode array(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isArray()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"" + name + "\" must be a list");
    }
    return value;
  }

  static List<TableEntry> entries(JsonNode object) {
    List<TableEntry> entries = new ArrayList<>();
    for (JsonNode entry : array(object, "entries")) {
      entries.add(
          new TableEntry(
              ApiRequest.text(entry, "artifact"),
              parameters(entry),
              priority(entry.path("priority"))));
    }
    return entries;
  }

  /// The object "parameters"; values that are no texts are taken as their JSON.
  static Map<String, String> parameters(JsonNode object) {
    Map<String, String> parameters = new LinkedHashMap<>();
    object
        .path("parameters")
        .properties()
        .forEach(
            parameter ->
                parameters.put(
                    parameter.getKey(),
                    parameter.getValue().isString()
                        ? parameter.getValue().stringValue()
                        : parameter.getValue().toString()));
    return parameters;
  }

  static Priority priority(JsonNode priority) {
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

  static Map<String, Object> of(ClientMonitoringTable table) {
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
                        group.entries().stream().map(MonitoringJson::of).toList()))
            .toList());
    return json;
  }

  static Map<String, Object> of(ServerMonitoringTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", table.version());
    json.put("entries", table.entries().stream().map(MonitoringJson::of).toList());
    return json;
  }

  static Map<String, Object> of(TableEntry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("artifact", entry.artifact());
    json.put("parameters", entry.parameters());
    json.put("priority", entry.priority().name().toLowerCase(Locale.ROOT));
    return json;
  }
}
