package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.access.Role;
import dev.spoor.server.identity.Permission;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// WebSockets: who may open one, and when it closes.
@Timeout(60)
final class SocketRouteTest {
  @TempDir Path folder;
  private TestFront front;

  @BeforeEach
  void start() {
    front = new TestFront(folder, Optional.empty(), this::addProbes);
    front.enrol();
  }

  @AfterEach
  void stop() {
    front.close();
  }

  private void addProbes(RouteTable table) {
    table.webSocket(
        new WebSocketRoute(
            "/api/v1/probe/socket",
            Access.holding(Permission.READ_RESULTS),
            "probe",
            (socket, principal, session) ->
                socket.textMessageHandler(
                    text -> socket.writeTextMessage(principal.auditName() + " " + text))));
  }

  @Test
  void aSocketNeedsOriginAndSessionAndClosesOnLogout() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    assertRefused(browser.cookieHeader(), "http://evil.example", 403);
    assertRefused("", front.origin(), 401);
    CompletableFuture<String> text = new CompletableFuture<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket = connect(browser.cookieHeader(), front.origin(), text, closed);
    socket.sendText("hello", true).join();
    assertThat(text.get(10, TimeUnit.SECONDS)).isEqualTo("user:admin hello");
    browser.delete("/api/v1/session");
    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(4001);
  }

  private void assertRefused(String cookies, String origin, int status) {
    assertThatThrownBy(
            () -> connect(cookies, origin, new CompletableFuture<>(), new CompletableFuture<>()))
        .isInstanceOfSatisfying(
            CompletionException.class,
            failure ->
                assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                            assertThat(refused.getResponse().statusCode()).isEqualTo(status)));
  }

  private WebSocket connect(
      String cookies,
      String origin,
      CompletableFuture<String> text,
      CompletableFuture<Integer> closed) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (!cookies.isEmpty()) {
      builder.header("Cookie", cookies);
    }
    return builder
        .header("Origin", origin)
        .buildAsync(
            URI.create("ws://127.0.0.1:" + front.port + "/api/v1/probe/socket"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.complete(data.toString());
                socket.request(1);
                return CompletableFuture.completedFuture(null);
              }

              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return CompletableFuture.completedFuture(null);
              }
            })
        .join();
  }
}
