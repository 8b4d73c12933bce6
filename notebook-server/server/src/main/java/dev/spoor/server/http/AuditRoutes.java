package dev.spoor.server.http;

import dev.spoor.server.access.AuditLog;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.audit.AuditFilter;
import dev.spoor.server.audit.AuditRow;
import dev.spoor.server.audit.AuditVerification;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The audit, newest first, and the proof of its chain.
public final class AuditRoutes implements RouteGroup {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final AuditLog log;

  public AuditRoutes(Database database, Audit audit) {
    this.log = new AuditLog(database, audit);
  }

  @Override
  public void addTo(RouteTable table) {
    table
        .get("/api/v1/audit", Permission.AUDIT_READ, "read the audit", this::list)
        .get("/api/v1/audit/verify", Permission.AUDIT_READ, "verify the audit", this::verify);
  }

  private ApiResponse list(ApiRequest request) {
    int limit = request.queryNumber("limit", 100, 500);
    long before = request.query("cursor").map(AuditRoutes::cursor).orElse(Long.MAX_VALUE);
    AuditFilter filter =
        new AuditFilter(
            request.query("principal").orElse(null),
            request.query("action").orElse(null),
            request.query("target").orElse(null));
    List<AuditRow> rows = log.page(request.principal(), filter, before, limit);
    boolean more = rows.size() == limit && rows.getLast().seq() > 1;
    return ApiResponse.page(
        rows.stream().map(AuditRoutes::json).toList(),
        more ? Long.toString(rows.getLast().seq()) : null);
  }

  private static long cursor(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "cursor \"" + text + "\" is not one of ours");
    }
    return Long.parseLong(text);
  }

  private static Map<String, @Nullable Object> json(AuditRow row) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("seq", row.seq());
    json.put("time", EpochNanos.toInstant(row.time()).toString());
    json.put("principal", row.principal());
    json.put("action", row.action());
    json.put("target", row.target());
    json.put("before", tree(row.before()));
    json.put("after", tree(row.after()));
    json.put("hash", row.hash());
    return json;
  }

  private static @Nullable JsonNode tree(@Nullable String text) {
    return text == null ? null : JSON.readTree(text);
  }

  private ApiResponse verify(ApiRequest request) {
    AuditVerification verification = log.verify(request.principal());
    return switch (verification) {
      case AuditVerification.Intact(var rows, var head) ->
          ApiResponse.ok(Map.of("intact", true, "rows", rows, "head", head));
      case AuditVerification.Broken(var row, var reason) ->
          ApiResponse.ok(Map.of("intact", false, "row", row, "reason", reason));
    };
  }
}
