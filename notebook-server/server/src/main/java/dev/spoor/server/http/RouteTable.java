package dev.spoor.server.http;

import dev.spoor.server.identity.Permission;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All routes, as data: what the server answers and what each answer needs. Filled before the
/// server starts, only read afterwards.
public final class RouteTable {
  private final List<Route> routes = new ArrayList<>();
  private final List<WebSocketRoute> webSockets = new ArrayList<>();

  /// A route and the values of its path template.
  record Match(Route route, Map<String, String> parameters) {}

  public RouteTable add(Route route) {
    for (Route other : routes) {
      if (other.method() == route.method() && sameShape(other.path(), route.path())) {
        throw new IllegalStateException(
            route.method() + " " + route.path() + " is already " + other.path());
      }
    }
    routes.add(route);
    return this;
  }

  public RouteTable get(String path, Permission permission, String what, RouteHandler handler) {
    return add(Route.Method.GET, path, permission, what, handler);
  }

  public RouteTable post(String path, Permission permission, String what, RouteHandler handler) {
    return add(Route.Method.POST, path, permission, what, handler);
  }

  public RouteTable put(String path, Permission permission, String what, RouteHandler handler) {
    return add(Route.Method.PUT, path, permission, what, handler);
  }

  public RouteTable delete(String path, Permission permission, String what, RouteHandler handler) {
    return add(Route.Method.DELETE, path, permission, what, handler);
  }

  private RouteTable add(
      Route.Method method, String path, Permission permission, String what, RouteHandler handler) {
    return add(
        new Route(
            method, path, Access.holding(permission), what, Route.DEFAULT_BODY_LIMIT, handler));
  }

  public RouteTable webSocket(WebSocketRoute route) {
    webSockets.add(route);
    return this;
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }

  Optional<WebSocketRoute> webSocket(String path) {
    return webSockets.stream().filter(route -> route.path().equals(path)).findFirst();
  }

  /// The route for a path; one without braces wins over one with.
  Optional<Match> match(Route.Method method, String path) {
    Match found = null;
    for (Route route : routes) {
      if (route.method() == method) {
        Map<String, String> parameters = parameters(route.path(), path);
        if (parameters != null
            && (found == null || parameters.size() < found.parameters().size())) {
          found = new Match(route, parameters);
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /// The methods that some route takes for this path.
  Set<Route.Method> methods(String path) {
    Set<Route.Method> methods = new LinkedHashSet<>();
    for (Route route : routes) {
      if (parameters(route.path(), path) != null) {
        methods.add(route.method());
      }
    }
    return methods;
  }

  private static @Nullable Map<String, String> parameters(String template, String path) {
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        String value = decoded(given[i]);
        if (value == null || value.isEmpty()) {
          return null;
        }
        parameters.put(wanted[i].substring(1, wanted[i].length() - 1), value);
      } else if (!wanted[i].equals(given[i])) {
        return null;
      }
    }
    return parameters;
  }

  private static @Nullable String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean sameShape(String one, String other) {
    return one.replaceAll("\\{[^}]*}", "{}").equals(other.replaceAll("\\{[^}]*}", "{}"));
  }
}
