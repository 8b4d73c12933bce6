package dev.spoor.server.http.notebook;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.identity.Permission;
import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlThreads;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an editor asks while someone types: the problems of a text, and what can be called.
/// Thread-safe.
public final class VqlRoutes implements RouteGroup {
  /// Each check has a thread with a deep stack of its own.
  private static final int MOST_CHECKS = 8;

  private final Catalog catalog;
  private final Semaphore checks = new Semaphore(MOST_CHECKS);

  /// @param catalog what queries on this server may call
  public VqlRoutes(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void addTo(RouteTable table) {
    table.post("/api/v1/vql/check", Permission.QUERY, "check a query", this::check);
    table.get("/api/v1/vql/catalog", Permission.QUERY, "list what can be called", _ -> catalog());
  }

  private record Checked(List<Issue> issues, String canonical) {}

  private ApiResponse check(ApiRequest request) {
    JsonNode body = request.json();
    String text = ApiRequest.text(body, "vql");
    Set<String> names = new HashSet<>();
    body.path("names").forEach(name -> names.add(name.asString("")));
    if (!checks.tryAcquire()) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED, "at most " + MOST_CHECKS + " texts are checked at once");
    }
    try {
      Checked checked = VqlThreads.call(() -> check(text, names));
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      ArrayNode issues = answer.putArray("issues");
      checked.issues().forEach(issue -> issues.add(json(issue)));
      if (!checked.canonical().isEmpty()) {
        answer.put("canonical", checked.canonical());
      }
      return ApiResponse.ok(answer);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SpoorException(ErrorCode.INTERNAL, "the check was interrupted");
    } finally {
      checks.release();
    }
  }

  private Checked check(String text, Set<String> names) {
    ParseResult parsed = Vql.parse(text);
    String canonical =
        parsed.isOk()
            ? parsed.statements().stream().map(Vql::format).collect(Collectors.joining("\n"))
            : "";
    return new Checked(Vql.check(text, catalog, names), canonical);
  }

  static ObjectNode json(Issue issue) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("line", issue.line())
            .put("column", issue.column())
            .put("length", issue.length())
            .put("severity", issue.severity().name().toLowerCase(Locale.ROOT))
            .put("message", issue.message());
    if (issue.fix() != null) {
      json.putObject("fix")
          .put("label", issue.fix().label())
          .put("offset", issue.fix().offset())
          .put("length", issue.fix().length())
          .put("replacement", issue.fix().replacement());
    }
    return json;
  }

  private ApiResponse catalog() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode functions = answer.putArray("functions");
    catalog.functions().values().forEach(function -> functions.add(json(function.signature())));
    ArrayNode plugins = answer.putArray("plugins");
    catalog.plugins().values().forEach(plugin -> plugins.add(json(plugin.signature())));
    return ApiResponse.ok(answer);
  }

  private static ObjectNode json(Signature signature) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", signature.name())
            .put("doc", signature.help())
            .put("synopsis", signature.synopsis());
    ArrayNode parameters = json.putArray("parameters");
    signature
        .parameters()
        .forEach(
            parameter ->
                parameters
                    .addObject()
                    .put("name", parameter.name())
                    .put("type", parameter.type().label())
                    .put("required", parameter.required())
                    .put("doc", parameter.help()));
    return json;
  }
}
