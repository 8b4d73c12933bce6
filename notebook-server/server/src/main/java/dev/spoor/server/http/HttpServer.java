package dev.spoor.server.http;

import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.Sessions;
import dev.spoor.server.access.Settings;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public front: the API by its routes, everything else by the page server behind it. Plain
/// HTTP on loopback; anywhere else only with TLS.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int MOST_MESSAGE_BYTES = 4 << 20;
  private static final long SWEEP_MILLIS = 60_000;

  private final Vertx vertx;
  private final HttpConfig config;
  private final RouteTable routes;
  private final Sessions sessions;
  private final ApiTokens tokens;
  private final Settings settings;
  private final Optional<Pages> pages;
  private final SessionSockets sockets = new SessionSockets();
  private final SecureRandom random = new SecureRandom();
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
  private io.vertx.core.http.@Nullable HttpServer server;
  private @Nullable HostPolicy hosts;
  private @Nullable ApiDispatcher dispatcher;
  private @Nullable PageProxy proxy;
  private long sweeper = -1;

  public HttpServer(
      Vertx vertx,
      HttpConfig config,
      List<RouteGroup> groups,
      Sessions sessions,
      ApiTokens tokens,
      Settings settings,
      Optional<Pages> pages) {
    this.vertx = vertx;
    this.config = config;
    this.routes = new RouteTable();
    groups.forEach(group -> group.addTo(routes));
    this.sessions = sessions;
    this.tokens = tokens;
    this.settings = settings;
    this.pages = pages;
  }

  public RouteTable routes() {
    return routes;
  }

  /// Starts to listen; the answer is the port.
  public int start() {
    if (config.tls().isEmpty() && !isLoopback(config.host())) {
      throw new SpoorException(
          ErrorCode.INVALID_SETTING,
          "listening on "
              + config.host()
              + " needs TLS: give a certificate and its key, or listen on 127.0.0.1");
    }
    io.vertx.core.http.HttpServer listening = vertx.createHttpServer(options());
    listening.requestHandler(this::handle);
    listening.exceptionHandler(e -> LOG.debug("connection: {}", e.getMessage()));
    // the policy needs the port, which the kernel may choose; until it is there nothing is allowed
    int port = await(listening.listen(config.port(), config.host())).actualPort();
    server = listening;
    HostPolicy policy = new HostPolicy(config, port, settings);
    dispatcher = new ApiDispatcher(vertx, routes, sessions, tokens, policy, handlers);
    proxy = pages.map(behind -> new PageProxy(vertx, behind, sessions, policy)).orElse(null);
    hosts = policy;
    sessions.onEnded(sockets::ended);
    tokens.onEnded(id -> sockets.ended(Caller.tokenKey(id)));
    sweeper = vertx.setPeriodic(SWEEP_MILLIS, id -> handlers.execute(sessions::sweep));
    return port;
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setMaxWebSocketFrameSize(MOST_MESSAGE_BYTES)
            .setMaxWebSocketMessageSize(MOST_MESSAGE_BYTES)
            .setMaxInitialLineLength(16 << 10)
            .setMaxHeaderSize(32 << 10);
    config
        .tls()
        .ifPresent(
            tls ->
                options
                    .setSsl(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString())));
    return options;
  }

  private void handle(HttpServerRequest request) {
    String traceId = traceId();
    HostPolicy policy = hosts;
    ApiDispatcher api = dispatcher;
    String authority = ApiDispatcher.authority(request);
    if (policy == null || api == null) {
      refuse(request, new SpoorException(ErrorCode.UNAVAILABLE, "starting"), traceId);
      return;
    }
    if (!policy.allowsHost(authority)) {
      refuse(
          request,
          new SpoorException(
              ErrorCode.ORIGIN_REFUSED,
              "host \""
                  + (authority == null ? "" : authority)
                  + "\" is not a name of this server: add it to the allowed hosts"),
          traceId);
      return;
    }
    String path = request.path() == null ? "" : request.path();
    Optional<WebSocketRoute> socket = routes.webSocket(path);
    if (socket.isPresent() && request.canUpgradeToWebSocket()) {
      upgrade(socket.get(), request, api, traceId);
    } else if (isApi(path)) {
      api.handle(request, traceId);
    } else {
      page(request, policy, traceId);
    }
  }

  private static boolean isApi(String path) {
    return path.equals("/api")
        || path.startsWith("/api/")
        || path.equals("/healthz")
        || path.equals("/readyz")
        || path.equals("/metrics");
  }

  private void upgrade(
      WebSocketRoute route, HttpServerRequest request, ApiDispatcher api, String traceId) {
    Caller caller;
    try {
      caller = api.checkUpgrade(route, request);
    } catch (SpoorException refused) {
      refuse(request, refused, traceId);
      return;
    }
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              Runnable forget =
                  sockets.add(
                      caller.socketKey(),
                      () ->
                          socket
                              .close((short) 4001, "the session has ended")
                              .onFailure(e -> LOG.debug("closing: {}", e.getMessage())));
              request.connection().closeHandler(closed -> forget.run());
              route
                  .handler()
                  .connected(
                      socket,
                      java.util.Objects.requireNonNull(caller.principal()),
                      caller.session());
            })
        .onFailure(e -> LOG.debug("upgrade {}: {}", traceId, e.getMessage()));
  }

  private void page(HttpServerRequest request, HostPolicy policy, String traceId) {
    PageProxy behind = proxy;
    if (behind == null) {
      refuse(
          request,
          new SpoorException(ErrorCode.NOT_FOUND, "there is no page " + request.path()),
          traceId);
      return;
    }
    boolean upgrade = request.canUpgradeToWebSocket();
    boolean reads = request.method().name().equals("GET") || request.method().name().equals("HEAD");
    if ((upgrade || !reads)
        && !policy.allowsOrigin(request.getHeader("Origin"), ApiDispatcher.authority(request))) {
      refuse(
          request,
          new SpoorException(ErrorCode.ORIGIN_REFUSED, "the origin is not this server"),
          traceId);
      return;
    }
    if (upgrade) {
      bindToSession(request);
    }
    behind.handle(request);
  }

  /// A page's push channel ends with its session.
  private void bindToSession(HttpServerRequest request) {
    String token = Cookies.read(request.getHeader("Cookie")).get(Cookies.SESSION);
    if (token != null) {
      sessions
          .use(token)
          .ifPresent(
              session -> {
                Runnable forget =
                    sockets.add(
                        session.key(),
                        () ->
                            request
                                .connection()
                                .close()
                                .onFailure(e -> LOG.debug("closing: {}", e.getMessage())));
                request.connection().closeHandler(closed -> forget.run());
              });
    }
  }

  private static void refuse(HttpServerRequest request, SpoorException why, String traceId) {
    ApiResponse problem = Problems.of(why, traceId);
    SecurityHeaders.addToApi(request.response().headers(), false);
    if (!request.isEnded()) {
      request.response().putHeader("Connection", "close");
    }
    byte[] content =
        problem.body() instanceof ApiResponse.Body.Bytes bytes ? bytes.content() : new byte[0];
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/problem+json")
        .end(Buffer.buffer(content))
        .onFailure(e -> LOG.debug("refusing {}: {}", traceId, e.getMessage()));
  }

  private String traceId() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new SpoorException(
          ErrorCode.INVALID_SETTING, "there is no address \"" + host + "\"", List.of(), e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new SpoorException(
          ErrorCode.UNAVAILABLE,
          "cannot listen: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
          List.of(),
          e);
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(sweeper);
    io.vertx.core.http.HttpServer listening = server;
    if (listening != null) {
      await(listening.close());
    }
    handlers.shutdown();
    try {
      if (!handlers.awaitTermination(5, TimeUnit.SECONDS)) {
        handlers.shutdownNow();
      }
    } catch (InterruptedException e) {
      handlers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
