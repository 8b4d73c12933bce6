package dev.spoor.server.http;

import dev.spoor.server.access.Sessions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.util.List;

/// Hands everything that is not the API to the page server on loopback, WebSocket upgrades
/// included. That server believes two headers, which nobody outside can set: they are stripped here
/// first.
final class PageProxy {
  static final String GATE = "X-Spoor-Gate";
  static final String SESSION = "X-Spoor-Session";

  private static final List<String> NEVER_FROM_OUTSIDE =
      List.of(
          GATE,
          SESSION,
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Port",
          "X-Forwarded-Proto",
          "X-Forwarded-Server",
          "X-Forwarded-Prefix",
          "X-Proxied-Https",
          "Proxy-Authorization");

  private final HttpProxy proxy;
  private final Sessions sessions;
  private final HostPolicy hosts;
  private final String gate;

  PageProxy(Vertx vertx, Pages pages, Sessions sessions, HostPolicy hosts) {
    this.sessions = sessions;
    this.hosts = hosts;
    this.gate = pages.gate();
    this.proxy =
        HttpProxy.reverseProxy(
                new ProxyOptions().setSupportWebSocket(true), vertx.createHttpClient())
            .origin(pages.port(), "127.0.0.1");
    proxy.addInterceptor(
        new ProxyInterceptor() {
          @Override
          public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            mark(context);
            return context.sendRequest();
          }

          @Override
          public Future<Void> handleProxyResponse(ProxyContext context) {
            HttpServerRequest request = context.request().proxiedRequest();
            MultiMap headers = context.response().headers();
            headers.remove("Server");
            SecurityHeaders.addToPage(headers, isSecure(request));
            return context.sendResponse();
          }
        },
        true);
  }

  void handle(HttpServerRequest request) {
    proxy.handle(request);
  }

  private void mark(ProxyContext context) {
    HttpServerRequest request = context.request().proxiedRequest();
    MultiMap headers = context.request().headers();
    NEVER_FROM_OUTSIDE.forEach(headers::remove);
    String cookies = Cookies.withoutOurs(request.getHeader("Cookie"));
    if (cookies.isEmpty()) {
      headers.remove("Cookie");
    } else {
      headers.set("Cookie", cookies);
    }
    headers.set(GATE, gate);
    String token = Cookies.read(request.getHeader("Cookie")).get(Cookies.SESSION);
    if (token != null) {
      sessions.use(token).ifPresent(session -> headers.set(SESSION, session.key()));
    }
    String authority = ApiDispatcher.authority(request);
    if (authority != null) {
      headers.set("X-Forwarded-Host", authority);
    }
    headers.set("X-Forwarded-Proto", isSecure(request) ? "https" : "http");
    headers.set("X-Forwarded-For", ApiDispatcher.address(request));
  }

  private boolean isSecure(HttpServerRequest request) {
    return hosts.isSecure(ApiDispatcher.authority(request));
  }
}
