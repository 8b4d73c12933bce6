package dev.spoor.server.http;

import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.Role;
import dev.spoor.server.access.User;
import dev.spoor.server.access.Users;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Users, roles and API tokens.
public final class UserRoutes implements RouteGroup {
  private final Users users;
  private final ApiTokens tokens;

  public UserRoutes(Users users, ApiTokens tokens) {
    this.users = users;
    this.tokens = tokens;
  }

  @Override
  public void addTo(RouteTable table) {
    Permission admin = Permission.USER_ADMIN;
    table
        .get("/api/v1/users", admin, "read users", this::list)
        .post("/api/v1/users", admin, "create users", this::create)
        .put("/api/v1/users/{id}/role", admin, "change roles", this::changeRole)
        .put("/api/v1/users/{id}/enabled", admin, "enable users", this::enable)
        .add(
            loggedIn(
                Route.Method.PUT,
                "/api/v1/users/{id}/passphrase",
                "change passphrases",
                this::changePassphrase))
        .add(loggedIn(Route.Method.GET, "/api/v1/roles", "read roles", this::roles))
        .add(loggedIn(Route.Method.GET, "/api/v1/tokens", "read tokens", this::tokens))
        .add(loggedIn(Route.Method.POST, "/api/v1/tokens", "create tokens", this::createToken))
        .add(
            loggedIn(
                Route.Method.DELETE, "/api/v1/tokens/{id}", "revoke tokens", this::revokeToken));
  }

  private static Route loggedIn(
      Route.Method method, String path, String what, RouteHandler handler) {
    return new Route(method, path, Access.loggedIn(), what, 16 << 10, handler);
  }

  private ApiResponse list(ApiRequest request) {
    return ApiResponse.page(
        users.all(request.principal()).stream().map(UserRoutes::json).toList(), null);
  }

  private ApiResponse create(ApiRequest request) {
    JsonNode body = request.json();
    User user =
        users.create(
            request.principal(),
            ApiRequest.text(body, "name"),
            ApiRequest.text(body, "passphrase"),
            Role.named(ApiRequest.text(body, "role")));
    return ApiResponse.created(json(user));
  }

  private ApiResponse changeRole(ApiRequest request) {
    Role role = Role.named(ApiRequest.text(request.json(), "role"));
    return ApiResponse.ok(json(users.changeRole(request.principal(), id(request), role)));
  }

  private ApiResponse enable(ApiRequest request) {
    JsonNode enabled = request.json().get("enabled");
    if (enabled == null || !enabled.isBoolean()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"enabled\" must be true or false");
    }
    return ApiResponse.ok(
        json(users.enable(request.principal(), id(request), enabled.booleanValue())));
  }

  private ApiResponse changePassphrase(ApiRequest request) {
    users.changePassphrase(
        request.principal(), id(request), ApiRequest.text(request.json(), "passphrase"));
    return ApiResponse.noContent();
  }

  private ApiResponse roles(ApiRequest request) {
    List<Map<String, Object>> items =
        Role.ALL.stream()
            .map(
                role ->
                    Map.<String, Object>of(
                        "name", role.name(), "permissions", Role.names(role.permissions())))
            .toList();
    return ApiResponse.page(items, null);
  }

  private ApiResponse tokens(ApiRequest request) {
    List<Map<String, @Nullable Object>> items =
        (request.query("all").isPresent()
                ? tokens.all(request.principal())
                : tokens.list(request.principal()))
            .stream().map(UserRoutes::json).toList();
    return ApiResponse.page(items, null);
  }

  private static Map<String, @Nullable Object> json(ApiTokens.Listed token) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", token.id());
    json.put("label", token.label());
    json.put("owner", token.owner());
    json.put("permissions", Role.names(token.permissions()));
    json.put("created", token.created().toString());
    json.put("expires", token.expires().toString());
    json.put("lastUsed", token.lastUsed().map(Instant::toString).orElse(null));
    return json;
  }

  private ApiResponse createToken(ApiRequest request) {
    JsonNode body = request.json();
    if (request.principal() instanceof Principal.Token) {
      throw new SpoorException(ErrorCode.FORBIDDEN, "a token cannot create tokens");
    }
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String name : ClientRoutes.texts(body, "permissions")) {
      try {
        permissions.add(Permission.valueOf(name));
      } catch (IllegalArgumentException e) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "there is no permission \"" + name + "\"");
      }
    }
    JsonNode seconds = body.get("ttlSeconds");
    if (seconds == null || !seconds.canConvertToLong()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "\"ttlSeconds\" must be a number");
    }
    ApiTokens.Created created =
        tokens.create(
            request.principal(),
            ApiRequest.text(body, "label"),
            permissions,
            Duration.ofSeconds(seconds.longValue()));
    return ApiResponse.created(
        Map.of(
            "id", created.id(),
            "token", created.secret(),
            "expires", created.expires().toString()));
  }

  private ApiResponse revokeToken(ApiRequest request) {
    tokens.revoke(request.principal(), id(request));
    return ApiResponse.noContent();
  }

  private static long id(ApiRequest request) {
    String text = request.parameter("id");
    if (!text.matches("\\d{1,18}")) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "there is no \"" + text + "\"");
    }
    return Long.parseLong(text);
  }

  private static Map<String, Object> json(User user) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", user.id());
    json.put("name", user.name());
    json.put("role", user.role().name());
    json.put("enabled", user.enabled());
    json.put("created", user.created().toString());
    return json;
  }
}
