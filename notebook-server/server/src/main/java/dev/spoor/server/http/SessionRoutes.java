package dev.spoor.server.http;

import dev.spoor.server.access.LoginResult;
import dev.spoor.server.access.Logins;
import dev.spoor.server.access.Role;
import dev.spoor.server.access.Settings;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Principal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// First run, login, logout.
public final class SessionRoutes implements RouteGroup {
  private static final long BODY = 16 << 10;

  private final Logins logins;
  private final Settings settings;
  private final String timeZone;

  public SessionRoutes(Logins logins, Settings settings, String timeZone) {
    this.logins = logins;
    this.settings = settings;
    this.timeZone = timeZone;
  }

  @Override
  public void addTo(RouteTable table) {
    String session = "/api/v1/session";
    table.add(route(Route.Method.GET, session, "read the session", this::show));
    table.add(route(Route.Method.POST, session, "log in", this::login));
    table.add(route(Route.Method.DELETE, session, "log out", this::logOut));
    table.add(route(Route.Method.POST, "/api/v1/setup", "set up", this::setUp));
  }

  private static Route route(Route.Method method, String path, String what, RouteHandler handler) {
    return new Route(method, path, Access.anyone(), what, BODY, handler);
  }

  private ApiResponse show(ApiRequest request) {
    Principal caller = request.caller();
    if (caller == null && request.csrf().isEmpty()) {
      String csrf = Csrf.random();
      return ApiResponse.ok(body(null, csrf))
          .withHeader("Set-Cookie", Cookies.csrf(csrf, request.secure()));
    }
    return ApiResponse.ok(body(caller, request.csrf()));
  }

  private ApiResponse login(ApiRequest request) {
    JsonNode body = request.json();
    LoginResult result =
        logins.login(
            ApiRequest.text(body, "name"), ApiRequest.text(body, "passphrase"), request.address());
    return answer(request, result, 200, ErrorCode.LOGIN_FAILED);
  }

  private ApiResponse setUp(ApiRequest request) {
    JsonNode body = request.json();
    LoginResult result =
        logins.setUp(
            ApiRequest.text(body, "code"),
            ApiRequest.text(body, "name"),
            ApiRequest.text(body, "passphrase"),
            request.address());
    return answer(request, result, 201, ErrorCode.SETUP_CODE_WRONG);
  }

  private ApiResponse answer(
      ApiRequest request, LoginResult result, int status, ErrorCode refusal) {
    return switch (result) {
      case LoginResult.LoggedIn(var token, var user) -> {
        if (!request.session().isEmpty()) {
          logins.logOut(request.session());
        }
        yield ApiResponse.json(status, body(user.principal(), Csrf.ofSession(token)))
            .withHeader("Set-Cookie", Cookies.session(token, request.secure()));
      }
      case LoginResult.Refused(var reason) -> Problems.of(refusal, reason, request.traceId());
      case LoginResult.Limited(var wait) -> {
        long seconds = Math.max(1, wait.toSeconds() + (wait.getNano() > 0 ? 1 : 0));
        yield Problems.of(
                ErrorCode.RATE_LIMITED,
                "too many attempts: try again in " + seconds + " s",
                request.traceId())
            .withHeader("Retry-After", Long.toString(seconds));
      }
    };
  }

  private ApiResponse logOut(ApiRequest request) {
    if (request.session().isEmpty()) {
      throw new SpoorException(ErrorCode.NOT_LOGGED_IN, "not logged in");
    }
    logins.logOut(request.session());
    return ApiResponse.noContent().withHeader("Set-Cookie", Cookies.noSession(request.secure()));
  }

  private Map<String, @Nullable Object> body(@Nullable Principal caller, String csrf) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("user", caller == null ? null : user(caller));
    body.put("csrf", csrf);
    body.put("setupNeeded", logins.isSetupNeeded());
    body.put("publicUrl", settings.publicUrl().map(URI::toString).orElse(null));
    body.put("timeZone", timeZone);
    return body;
  }

  private static Map<String, Object> user(Principal caller) {
    Principal.User person =
        caller instanceof Principal.Token token ? token.owner() : (Principal.User) caller;
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", person.id());
    user.put("name", person.name());
    user.put("role", person.role());
    user.put("permissions", Role.names(caller.permissions()));
    return user;
  }
}
