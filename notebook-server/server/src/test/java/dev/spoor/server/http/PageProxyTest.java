package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.access.Role;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PageProxyTest {
  private static final String GATE = "the secret of this start";

  @TempDir Path folder;
  private final Vertx vertx = SpoorVertx.create();
  private final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();
  private TestFront front;

  @BeforeEach
  void start() {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(this::page)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    front = new TestFront(folder, Optional.of(new Pages(port, GATE)));
  }

  @AfterEach
  void stop() {
    front.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void page(HttpServerRequest request) {
    Map<String, String> headers = new ConcurrentHashMap<>();
    request
        .headers()
        .forEach(
            entry ->
                headers.put(entry.getKey().toLowerCase(java.util.Locale.ROOT), entry.getValue()));
    String path = String.valueOf(request.path());
    seen.put(path, headers);
    if (path.equals("/VAADIN/push")) {
      request
          .toWebSocket()
          .onSuccess(
              socket -> socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text)));
      return;
    }
    if (path.equals("/own-policy")) {
      request.response().putHeader("Content-Security-Policy", "script-src 'nonce-abc'");
    }
    request.bodyHandler(
        body -> request.response().putHeader("Server", "Jetty").end("page " + body));
  }

  @Test
  void pagesLearnTheSessionAndNobodyElseCanSayIt() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    HttpRequest.Builder request =
        front
            .request("/clients?x=1")
            .header("Cookie", browser.cookieHeader() + "; JSESSIONID=j1")
            .header("X-Spoor-Gate", "forged")
            .header("X-Spoor-Session", "forged")
            .header("X-Forwarded-For", "6.6.6.6")
            .header("X-Forwarded-Proto", "https");
    assertThat(front.send(request).body()).isEqualTo("page ");
    Map<String, String> headers = seen.get("/clients");
    String key =
        front.sessions.use(browser.cookies.getOrDefault("spoor_session", "")).orElseThrow().key();
    assertThat(headers)
        .containsEntry("x-spoor-gate", GATE)
        .containsEntry("x-spoor-session", key)
        .containsEntry("cookie", "JSESSIONID=j1")
        .containsEntry("x-forwarded-host", "127.0.0.1:" + front.port)
        .containsEntry("x-forwarded-proto", "http")
        .containsEntry("x-forwarded-for", "127.0.0.1");
    front.send(front.request("/login").header("X-Spoor-Session", key));
    assertThat(seen.get("/login")).doesNotContainKey("x-spoor-session");
    assertThat(seen.get("/login")).containsEntry("x-spoor-gate", GATE);
  }

  @Test
  void aPageKeepsItsOwnPolicyAndGetsAStrictOneOtherwise() throws Exception {
    HttpResponse<String> own = front.send(front.request("/own-policy"));
    assertThat(own.headers().allValues("content-security-policy"))
        .containsExactly("script-src 'nonce-abc'");
    HttpResponse<String> other = front.send(front.request("/"));
    assertThat(other.headers().firstValue("content-security-policy").orElse(""))
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(other.headers().firstValue("x-frame-options")).contains("DENY");
    assertThat(other.headers().firstValue("server")).isEmpty();
  }

  @Test
  void aChangeFromAnotherOriginDoesNotReachThePages() throws Exception {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("rpc");
    HttpResponse<String> refused =
        front.send(front.request("/rpc").header("Origin", "http://evil.example").POST(body));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(seen).doesNotContainKey("/rpc");
    HttpResponse<String> done =
        front.send(front.request("/rpc").header("Origin", front.origin()).POST(body));
    assertThat(done.body()).isEqualTo("page rpc");
  }

  @Test
  void thePushChannelPassesAndEndsWithTheSession() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    assertThatThrownBy(
            () -> connect(browser, "http://evil.example", new CompletableFuture<>(), null))
        .isInstanceOf(CompletionException.class);
    CompletableFuture<String> text = new CompletableFuture<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    WebSocket socket = connect(browser, front.origin(), text, ended);
    socket.sendText("hello", true).join();
    assertThat(text.get(10, TimeUnit.SECONDS)).isEqualTo("echo hello");
    assertThat(seen.get("/VAADIN/push"))
        .containsEntry("x-spoor-gate", GATE)
        .containsKey("x-spoor-session");
    browser.delete("/api/v1/session");
    ended.get(10, TimeUnit.SECONDS);
  }

  private WebSocket connect(
      TestFront.Browser browser,
      String origin,
      CompletableFuture<String> text,
      @org.jspecify.annotations.Nullable CompletableFuture<Void> ended) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Cookie", browser.cookieHeader())
        .header("Origin", origin)
        .header("X-Spoor-Gate", "forged")
        .buildAsync(
            URI.create("ws://127.0.0.1:" + front.port + "/VAADIN/push"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.complete(data.toString());
                socket.request(1);
                return CompletableFuture.completedFuture(null);
              }

              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                end();
                return CompletableFuture.completedFuture(null);
              }

              @Override
              public void onError(WebSocket socket, Throwable error) {
                end();
              }

              private void end() {
                if (ended != null) {
                  ended.complete(null);
                }
              }
            })
        .join();
  }
}
