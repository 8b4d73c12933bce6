package dev.spoor.server.http.description;

import dev.spoor.server.http.Access;
import dev.spoor.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// OpenAPI 3.1 of the routes: what there is, who may, what may go wrong. Bodies are described as
/// far as the table knows them: JSON objects, with the most bytes that are read.
final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  private OpenApi() {}

  static ObjectNode of(List<Route> routes, String version) {
    ObjectNode api = JsonNodeFactory.instance.objectNode();
    api.put("openapi", "3.1.0");
    api.putObject("info")
        .put("title", "Spoor")
        .put("version", version)
        .put(
            "description",
            "Everything a page does. Lists are {items, next}; next is the cursor of the next page or"
                + " null. A state change needs a bearer token, or the session's cookie with the"
                + " header X-Spoor-CSRF and a matching Origin.");
    api.putArray("servers").addObject().put("url", "/");
    ObjectNode paths = api.putObject("paths");
    Map<String, List<Route>> byPath = new TreeMap<>();
    for (Route route : routes) {
      byPath.computeIfAbsent(route.path(), _ -> new ArrayList<>()).add(route);
    }
    byPath.forEach(
        (path, of) -> {
          ObjectNode item = paths.putObject(path);
          of.forEach(
              route -> item.set(route.method().name().toLowerCase(Locale.ROOT), operation(route)));
        });
    components(api.putObject("components"));
    return api;
  }

  private static ObjectNode operation(Route route) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("operationId", id(route));
    operation.put("summary", capital(route.what()));
    operation.put("description", who(route.access()));
    operation.putArray("tags").add(tag(route.path()));
    ArrayNode parameters = operation.putArray("parameters");
    Matcher matcher = PARAMETER.matcher(route.path());
    while (matcher.find()) {
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", matcher.group(1)).put("in", "path").put("required", true);
      parameter.putObject("schema").put("type", "string");
    }
    if (route.method() == Route.Method.POST || route.method() == Route.Method.PUT) {
      ObjectNode body = operation.putObject("requestBody");
      body.put("description", "At most " + route.bodyLimit() + " bytes");
      body.putObject("content")
          .putObject("application/json")
          .putObject("schema")
          .put("type", "object");
    }
    ObjectNode responses = operation.putObject("responses");
    responses.putObject("2XX").put("description", "Done");
    ObjectNode problem = responses.putObject("default");
    problem.put("$ref", "#/components/responses/Problem");
    if (!(route.access() instanceof Access.Anyone)) {
      ArrayNode security = operation.putArray("security");
      security.addObject().putArray("session");
      security.addObject().putArray("token");
    }
    if (route.access() instanceof Access.Holding(var permission)) {
      operation.put("x-spoor-permission", permission.name());
    }
    return operation;
  }

  private static void components(ObjectNode components) {
    ObjectNode schemes = components.putObject("securitySchemes");
    schemes
        .putObject("session")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put("name", "spoor_session");
    schemes.putObject("token").put("type", "http").put("scheme", "bearer");
    ObjectNode problem = components.putObject("schemas").putObject("Problem");
    problem.put("type", "object");
    ObjectNode fields = problem.putObject("properties");
    for (String text : List.of("type", "title", "code", "detail", "traceId")) {
      fields.putObject(text).put("type", "string");
    }
    fields.putObject("status").put("type", "integer");
    ObjectNode issues = fields.putObject("issues");
    issues.put("type", "array");
    issues.putObject("items").put("type", "object");
    ObjectNode response = components.putObject("responses").putObject("Problem");
    response.put("description", "What went wrong (RFC 9457)");
    response
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problem");
  }

  private static String who(Access access) {
    return switch (access) {
      case Access.Anyone _ -> "Anyone.";
      case Access.LoggedIn _ -> "Anyone with a session or a token.";
      case Access.Holding(var permission) -> "Needs the permission " + permission.name() + ".";
    };
  }

  /// `post_targets_name_test`: stable as long as the route is.
  private static String id(Route route) {
    String path = route.path().replaceFirst("^/api/v1/", "").replaceAll("[{}]", "");
    return route.method().name().toLowerCase(Locale.ROOT)
        + "_"
        + path.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
  }

  private static String tag(String path) {
    String rest = path.replaceFirst("^/(api/v1/)?", "");
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  private static String capital(String what) {
    return what.isEmpty()
        ? what
        : what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
  }
}
