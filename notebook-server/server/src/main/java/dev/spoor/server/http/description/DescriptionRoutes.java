package dev.spoor.server.http.description;

import dev.spoor.server.http.Access;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.Route;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// `/api/v1/openapi.json`, and `/api/v1/docs`, where it can be read and tried.
public final class DescriptionRoutes implements RouteGroup {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String version;

  public DescriptionRoutes(String version) {
    this.version = version;
  }

  @Override
  public void addTo(RouteTable table) {
    table.add(
        route(
            "/api/v1/openapi.json",
            Access.loggedIn(),
            request -> ApiResponse.json(200, OpenApi.of(table.routes(), version))));
    table.add(route("/api/v1/docs", Access.anyone(), request -> file("docs.html", "text/html")));
    table.add(
        route(
            "/api/v1/docs/docs.js",
            Access.anyone(),
            request -> file("docs.js", "text/javascript")));
    table.add(
        route("/api/v1/docs/docs.css", Access.anyone(), request -> file("docs.css", "text/css")));
  }

  private static Route route(
      String path, Access access, dev.spoor.server.http.RouteHandler handler) {
    return new Route(Route.Method.GET, path, access, "read the description", 0, handler);
  }

  private static ApiResponse file(String name, String type) {
    try (InputStream file = DescriptionRoutes.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is missing in the program");
      }
      return new ApiResponse(
              200,
              Map.of(),
              new ApiResponse.Body.Bytes(type + "; charset=utf-8", file.readAllBytes()))
          .withHeader("Content-Security-Policy", POLICY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
