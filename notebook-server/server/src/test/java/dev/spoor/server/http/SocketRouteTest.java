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

  @Test
  void aSocketClosesWhenItsUserGetsAnotherRole() throws Exception {
    TestFront.Browser admin = front.loggedIn(Role.ADMINISTRATOR);
    TestFront.Browser analyst = front.loggedIn(Role.ANALYST);
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    connect(analyst.cookieHeader(), front.origin(), new CompletableFuture<>(), closed);
    long id =
        TestFront.JSON
            .readTree(analyst.get("/api/v1/session").body())
            .path("user")
            .path("id")
            .asLong();
    admin.put("/api/v1/users/" + id + "/role", "{\"role\":\"reader\"}");
    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(4001);
    assertThat(analyst.get("/api/v1/clients").statusCode()).isEqualTo(401);
  }

  @Test
  void aSocketOfATokenClosesWithItsTokenAndWithTheRightsOfItsOwner() throws Exception {
    TestFront.Browser admin = front.loggedIn(Role.ADMINISTRATOR);
    String made =
        admin
            .post(
                "/api/v1/tokens",
                "{\"label\":\"ci\",\"permissions\":[\"READ_RESULTS\"],\"ttlSeconds\":600}")
            .body();
    String token = TestFront.JSON.readTree(made).path("token").asString();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    bearer(token, closed);
    admin.delete("/api/v1/tokens/" + TestFront.JSON.readTree(made).path("id").asLong());
    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(4001);
    assertThatThrownBy(() -> bearer(token, new CompletableFuture<>()))
        .isInstanceOf(CompletionException.class);

    TestFront.Browser analyst = front.loggedIn(Role.ANALYST);
    String own =
        TestFront.JSON
            .readTree(
                analyst
                    .post(
                        "/api/v1/tokens",
                        "{\"label\":\"own\",\"permissions\":[\"READ_RESULTS\"],\"ttlSeconds\":600}")
                    .body())
            .path("token")
            .asString();
    CompletableFuture<Integer> ownClosed = new CompletableFuture<>();
    bearer(own, ownClosed);
    long id =
        TestFront.JSON
            .readTree(analyst.get("/api/v1/session").body())
            .path("user")
            .path("id")
            .asLong();
    admin.put("/api/v1/users/" + id + "/enabled", "{\"enabled\":false}");
    assertThat(ownClosed.get(10, TimeUnit.SECONDS)).isEqualTo(4001);
    assertThatThrownBy(() -> bearer(own, new CompletableFuture<>()))
        .isInstanceOf(CompletionException.class);
  }

  private WebSocket bearer(String token, CompletableFuture<Integer> closed) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(
            URI.create("ws://127.0.0.1:" + front.port + "/api/v1/probe/socket"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return CompletableFuture.completedFuture(null);
              }
            })
        .join();
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
