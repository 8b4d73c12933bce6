package dev.spoor.web;

import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.SessionLookup;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.HttpProxy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A public server as small as can be, with one user, before the real pages: to look at them, and
/// for tests of the gate. Setup code `SPOOR`, user `root`.
final class PageServer implements AutoCloseable {
  static final String SECRET = "secret-of-this-start";
  static final Principal.User ROOT =
      new Principal.User(1, "root", "administrator", EnumSet.allOf(Permission.class));

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Principal.User> sessions = new ConcurrentHashMap<>();
  final House house = new House();
  private final SpoorWeb web;
  private volatile boolean setupNeeded;
  private volatile int pagePort;

  PageServer(boolean setupNeeded) {
    this.setupNeeded = setupNeeded;
    web = new SpoorWeb(services(), SECRET);
  }

  private WebServices services() {
    return house.services(
        new SessionLookup() {
          @Override
          public Optional<Principal.User> user(String sessionHash) {
            return Optional.ofNullable(sessions.get(sessionHash));
          }

          @Override
          public boolean setupNeeded() {
            return setupNeeded;
          }
        });
  }

  List<Page<?>> pages() {
    return SpoorWeb.pages(services(), new Viewer(services().sessions()), new Pulse());
  }

  int pagePort() {
    return pagePort;
  }

  int start(int port) {
    web.start();
    int pages = web.port();
    pagePort = pages;
    HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient());
    proxy.origin(pages, "127.0.0.1");
    try {
      return vertx
          .createHttpServer()
          .requestHandler(
              request -> {
                if (String.valueOf(request.path()).startsWith("/api/")) {
                  api(request);
                  return;
                }
                request.headers().set("X-Spoor-Gate", SECRET);
                request.headers().remove("X-Spoor-Session");
                Cookie cookie = request.getCookie("spoor_session");
                if (cookie != null && sessions.containsKey(cookie.getValue())) {
                  request.headers().set("X-Spoor-Session", cookie.getValue());
                }
                proxy.handle(request);
              })
          .listen(port, "127.0.0.1")
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS)
          .actualPort();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void api(HttpServerRequest request) {
    if ("/api/v1/session".equals(request.path()) && HttpMethod.GET.equals(request.method())) {
      request
          .response()
          .end(new JsonObject().put("csrf", "c").put("setupNeeded", setupNeeded).encode());
    } else if (HttpMethod.DELETE.equals(request.method())) {
      Cookie cookie = request.getCookie("spoor_session");
      if (cookie != null) {
        sessions.remove(cookie.getValue());
        web.endSession(cookie.getValue());
      }
      request.response().setStatusCode(204).end();
    } else {
      request.bodyHandler(
          body -> {
            JsonObject given = body.toJsonObject();
            if (given.containsKey("code") && !given.getString("code").equals("SPOOR")) {
              refuse(request, 403, "SETUP_CODE_WRONG", "the setup code is not right");
            } else if (!given.getString("name").equals("root")) {
              refuse(request, 401, "LOGIN_FAILED", "name and passphrase do not match");
            } else {
              setupNeeded = false;
              request.response().addCookie(logIn()).end("{}");
            }
          });
    }
  }

  private Cookie logIn() {
    String session = UUID.randomUUID().toString();
    sessions.put(session, ROOT);
    return Cookie.cookie("spoor_session", session).setPath("/").setHttpOnly(true);
  }

  /// A session as after a log-in, without one.
  String session(String name) {
    sessions.put(name, ROOT);
    return name;
  }

  void end(String session) {
    sessions.remove(session);
    web.endSession(session);
  }

  private static void refuse(HttpServerRequest request, int status, String code, String detail) {
    request
        .response()
        .setStatusCode(status)
        .end(new JsonObject().put("code", code).put("detail", detail).encode());
  }

  /// Clients and notebooks to look at.
  void makeUp() {
    MadeUp.clients(house.database, house.clients, ROOT);
    MadeUp.notebooks(house.notebooks, ROOT);
  }

  @Override
  public void close() {
    web.close();
    house.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static void main(String[] arguments) {
    PageServer server = new PageServer(arguments.length > 1 && arguments[1].equals("setup"));
    server.session("dev");
    server.makeUp();
    server.start(Integer.parseInt(arguments[0]));
  }
}
