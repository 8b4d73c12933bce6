package dev.spoor.server.http;

import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Settings;
import dev.spoor.server.identity.Permission;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Settings and secrets. A secret goes in and never comes out.
public final class SettingRoutes implements RouteGroup {
  private final Settings settings;
  private final Secrets secrets;

  public SettingRoutes(Settings settings, Secrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  @Override
  public void addTo(RouteTable table) {
    table
        .add(
            new Route(
                Route.Method.GET,
                "/api/v1/settings",
                Access.loggedIn(),
                "read settings",
                Route.DEFAULT_BODY_LIMIT,
                this::show))
        .put(
            "/api/v1/settings/publicUrl",
            Permission.SERVER_ADMIN,
            "change settings",
            this::setPublicUrl)
        .get("/api/v1/secrets", Permission.SECRET_WRITE, "list secrets", this::list)
        .put("/api/v1/secrets/{name}", Permission.SECRET_WRITE, "write secrets", this::put)
        .delete("/api/v1/secrets/{name}", Permission.SECRET_WRITE, "delete secrets", this::delete);
  }

  private ApiResponse show(ApiRequest request) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("publicUrl", settings.publicUrl().map(URI::toString).orElse(null));
    return ApiResponse.ok(body);
  }

  private ApiResponse setPublicUrl(ApiRequest request) {
    settings.setPublicUrl(request.principal(), ApiRequest.text(request.json(), "value"));
    return show(request);
  }

  private ApiResponse list(ApiRequest request) {
    return ApiResponse.page(secrets.list(request.principal()), null);
  }

  private ApiResponse put(ApiRequest request) {
    JsonNode body = request.json();
    secrets.put(
        request.principal(),
        request.parameter("name"),
        ApiRequest.text(body, "value"),
        ClientRoutes.texts(body, "hosts"));
    return ApiResponse.noContent();
  }

  private ApiResponse delete(ApiRequest request) {
    secrets.delete(request.principal(), request.parameter("name"));
    return ApiResponse.noContent();
  }
}
