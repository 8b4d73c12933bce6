package dev.spoor.server.http;

import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.Authority;
import dev.spoor.server.access.Sessions;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes an API request through its checks (route, caller, CSRF and Origin, right, size of the
/// body) on the event loop and hands it to its handler on a virtual thread.
final class ApiDispatcher {
  private static final long BODY_MILLIS = 120_000;

  private final Vertx vertx;
  private final RouteTable routes;
  private final Sessions sessions;
  private final ApiTokens tokens;
  private final HostPolicy hosts;
  private final Executor handlers;

  ApiDispatcher(
      Vertx vertx,
      RouteTable routes,
      Sessions sessions,
      ApiTokens tokens,
      HostPolicy hosts,
      Executor handlers) {
    this.vertx = vertx;
    this.routes = routes;
    this.sessions = sessions;
    this.tokens = tokens;
    this.hosts = hosts;
    this.handlers = handlers;
  }

  void handle(HttpServerRequest request, String traceId) {
    ApiExchange exchange =
        new ApiExchange(request, vertx.getOrCreateContext(), traceId, isSecure(request));
    try {
      RouteTable.Match match = matched(request);
      Caller caller = Caller.of(request, sessions, tokens);
      checkForgery(match.route(), caller, request);
      checkRight(match.route().access(), caller, match.route().what());
      keepSession(caller);
      readBody(match, caller, exchange);
    } catch (SpoorException refused) {
      exchange.refuse(refused);
    }
  }

  /// The route's checks for an upgrade to a WebSocket; the Origin is checked even for a GET,
  /// because a browser sends cookies to sockets from any page.
  Caller checkUpgrade(WebSocketRoute route, HttpServerRequest request) {
    Caller caller = Caller.of(request, sessions, tokens);
    if (!caller.isBearer()) {
      checkOrigin(request);
    }
    checkRight(route.access(), caller, route.what());
    keepSession(caller);
    return caller;
  }

  private RouteTable.Match matched(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    Optional<RouteTable.Match> match =
        method(request).flatMap(method -> routes.match(method, path));
    if (match.isPresent()) {
      return match.get();
    }
    Set<Route.Method> others = routes.methods(path);
    String asked = request.method().name() + " " + path;
    throw new SpoorException(
        ErrorCode.NOT_FOUND,
        others.isEmpty()
            ? "there is no " + asked
            : "there is no "
                + asked
                + ", only "
                + others.stream().map(Route.Method::name).collect(Collectors.joining(", ")));
  }

  private static Optional<Route.Method> method(HttpServerRequest request) {
    try {
      return Optional.of(Route.Method.valueOf(request.method().name()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void checkForgery(Route route, Caller caller, HttpServerRequest request) {
    if (!route.method().changesState() || caller.isBearer()) {
      return;
    }
    checkOrigin(request);
    String given = request.getHeader(Csrf.HEADER);
    if (given == null || !Csrf.matches(caller.csrf(), given)) {
      throw new SpoorException(
          ErrorCode.ORIGIN_REFUSED,
          "the CSRF token is missing or old: take it from GET /api/v1/session and send it as"
              + " X-Spoor-CSRF");
    }
  }

  private void checkOrigin(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (!hosts.allowsOrigin(origin, authority(request))) {
      throw new SpoorException(
          ErrorCode.ORIGIN_REFUSED,
          "origin \"" + (origin == null ? "" : origin) + "\" is not this server");
    }
  }

  private static void checkRight(Access access, Caller caller, String what) {
    if (access instanceof Access.Anyone) {
      return;
    }
    Principal principal = caller.principal();
    if (principal == null) {
      throw new SpoorException(ErrorCode.NOT_LOGGED_IN, "not logged in");
    }
    if (access instanceof Access.Holding(var permission)) {
      Authority.require(principal, permission, what);
    }
  }

  private void keepSession(Caller caller) {
    if (sessions.isSaveDue(caller.session())) {
      handlers.execute(() -> sessions.save(caller.session()));
    }
  }

  private void readBody(RouteTable.Match match, Caller caller, ApiExchange exchange) {
    HttpServerRequest request = exchange.request();
    long limit = match.route().bodyLimit();
    String length = request.getHeader("Content-Length");
    if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > limit) {
      throw tooLarge(limit);
    }
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(
            BODY_MILLIS,
            id ->
                exchange.refuse(
                    new SpoorException(
                        ErrorCode.INVALID_REQUEST, "the body did not arrive within two minutes")));
    request.exceptionHandler(
        broken -> {
          vertx.cancelTimer(timer);
          exchange.connectionClosed();
        });
    request.handler(
        piece -> {
          if (!exchange.isAnswered()) {
            body.appendBuffer(piece);
            if (body.length() > limit) {
              exchange.refuse(tooLarge(limit));
            }
          }
        });
    request.endHandler(
        end -> {
          vertx.cancelTimer(timer);
          if (!exchange.isAnswered()) {
            ApiRequest read = read(match, caller, exchange, body.getBytes());
            handlers.execute(() -> exchange.run(match.route().handler(), read));
          }
        });
  }

  private static SpoorException tooLarge(long limit) {
    return new SpoorException(ErrorCode.TOO_LARGE, "the body is larger than " + limit + " bytes");
  }

  private ApiRequest read(
      RouteTable.Match match, Caller caller, ApiExchange exchange, byte[] body) {
    HttpServerRequest request = exchange.request();
    Map<String, String> queries = new HashMap<>();
    request.params().forEach(entry -> queries.putIfAbsent(entry.getKey(), entry.getValue()));
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach(
            entry ->
                headers.putIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
    return new ApiRequest(
        caller.principal(),
        caller.session(),
        caller.csrf(),
        match.parameters(),
        queries,
        headers,
        address(request),
        exchange.isSecure(),
        exchange.traceId(),
        body);
  }

  private boolean isSecure(HttpServerRequest request) {
    return hosts.isSecure(authority(request));
  }

  static String address(HttpServerRequest request) {
    return request.remoteAddress() == null
        ? ""
        : String.valueOf(request.remoteAddress().hostAddress());
  }

  static @Nullable String authority(HttpServerRequest request) {
    return request.authority() == null ? null : request.authority().toString();
  }
}
