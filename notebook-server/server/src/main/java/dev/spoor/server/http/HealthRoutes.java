package dev.spoor.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `/healthz`: the process answers. `/readyz`: every part says that it works; names of parts only,
/// no details, because anyone may ask.
public final class HealthRoutes implements RouteGroup {
  private final Map<String, Supplier<Boolean>> parts;

  public HealthRoutes(Map<String, Supplier<Boolean>> parts) {
    this.parts = Map.copyOf(parts);
  }

  @Override
  public void addTo(RouteTable table) {
    table.add(
        new Route(
            Route.Method.GET,
            "/healthz",
            Access.anyone(),
            "ask for health",
            0,
            request -> ApiResponse.ok(Map.of("status", "ok"))));
    table.add(
        new Route(Route.Method.GET, "/readyz", Access.anyone(), "ask for health", 0, this::ready));
  }

  private ApiResponse ready(ApiRequest request) {
    List<String> waiting = new ArrayList<>();
    parts.forEach(
        (name, works) -> {
          if (!Optional.ofNullable(works.get()).orElse(false)) {
            waiting.add(name);
          }
        });
    return waiting.isEmpty()
        ? ApiResponse.ok(Map.of("status", "ready"))
        : ApiResponse.json(
            503, Map.of("status", "waiting", "for", waiting.stream().sorted().toList()));
  }
}
