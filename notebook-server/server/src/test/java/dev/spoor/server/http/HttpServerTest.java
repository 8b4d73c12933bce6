package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.access.Role;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class HttpServerTest {
  @TempDir Path folder;
  private TestFront front;
  private final CountDownLatch streamClosed = new CountDownLatch(1);

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
    table
        .get(
            "/api/v1/probe/fail",
            Permission.READ_RESULTS,
            "probe",
            request -> {
              throw new IllegalStateException("the secret inside");
            })
        .get(
            "/api/v1/probe/issue",
            Permission.READ_RESULTS,
            "probe",
            request -> {
              throw new SpoorException(
                  ErrorCode.INVALID_QUERY,
                  "one problem",
                  List.of(new SpoorException.Problem(1, 8, 3, "error", "no such thing", null)));
            })
        .get(
            "/api/v1/probe/lines",
            Permission.READ_RESULTS,
            "probe",
            request -> ApiResponse.jsonLines(this::lines))
        .get(
            "/api/v1/probe/endless",
            Permission.READ_RESULTS,
            "probe",
            request ->
                ApiResponse.jsonLines(
                    stream -> {
                      stream.onClose(streamClosed::countDown);
                      while (true) {
                        stream.write(new byte[8192]);
                      }
                    }))
        .get(
            "/api/v1/probe/late",
            Permission.READ_RESULTS,
            "probe",
            request ->
                ApiResponse.jsonLines(
                    stream -> {
                      throw new SpoorException(ErrorCode.INVALID_QUERY, "too late to say");
                    }))
        .get(
            "/api/v1/probe/broken",
            Permission.READ_RESULTS,
            "probe",
            request ->
                ApiResponse.jsonLines(
                    stream -> {
                      stream.writeLine(Map.of("row", 1));
                      stream.flush();
                      throw new IllegalStateException("cut");
                    }))
        .webSocket(
            new WebSocketRoute(
                "/api/v1/probe/socket",
                Access.holding(Permission.READ_RESULTS),
                "probe",
                (socket, principal, session) ->
                    socket.textMessageHandler(
                        text -> socket.writeTextMessage(principal.auditName() + " " + text))));
  }

  private void lines(ApiResponse.ResponseStream stream) {
    for (int i = 0; i < 50_000; i++) {
      stream.writeLine(Map.of("row", i));
    }
    stream.writeLine(Map.of("$end", Map.of("rows", 50_000)));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = TestFront.JSON.readTree(response.body());
    assertThat(problem.propertyNames())
        .containsExactlyInAnyOrder(
            "type", "title", "status", "code", "detail", "issues", "traceId");
    assertThat(problem.get("code").stringValue()).isEqualTo(code);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
  }

  private static String detail(HttpResponse<String> response) {
    return TestFront.JSON.readTree(response.body()).get("detail").stringValue();
  }

  @Test
  void theFirstRunSetsUpOneAdministratorAndACookieWithItsFlags() throws Exception {
    TestFront.Browser browser = front.browser();
    assertThat(browser.look().get("setupNeeded").booleanValue()).isTrue();
    assertProblem(
        browser.post("/api/v1/setup", TestFront.setup("nonono", "anna")), 403, "SETUP_CODE_WRONG");
    HttpResponse<String> done =
        browser.post("/api/v1/setup", TestFront.setup("letmein2026", "anna"));
    assertThat(done.statusCode()).isEqualTo(201);
    assertThat(done.headers().allValues("set-cookie"))
        .singleElement()
        .asString()
        .matches("spoor_session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax");
    JsonNode session = browser.look();
    assertThat(session.get("user").get("role").stringValue()).isEqualTo("administrator");
    assertThat(session.get("setupNeeded").booleanValue()).isFalse();
    assertProblem(
        front.browser().post("/api/v1/setup", TestFront.setup("letmein2026", "eve")),
        403,
        "SETUP_CODE_WRONG");
  }

  @Test
  void loginLogoutAndRestart() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    assertProblem(
        front.browser().post("/api/v1/session", TestFront.login("admin", "wrong wrong")),
        401,
        "LOGIN_FAILED");
    String old = browser.cookies.get("spoor_session");
    front.close();
    front = new TestFront(folder, Optional.empty(), this::addProbes);
    Map<String, String> kept = browser.cookies;
    browser = front.new Browser();
    browser.cookies.putAll(kept);
    assertThat(browser.look().get("user").get("name").stringValue()).isEqualTo("admin");
    HttpResponse<String> again =
        browser.post("/api/v1/session", TestFront.login("admin", TestFront.PASSPHRASE));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(browser.cookies.get("spoor_session")).isNotEqualTo(old);
    HttpResponse<String> out = browser.delete("/api/v1/session");
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(out.headers().allValues("set-cookie").getFirst()).contains("Max-Age=0");
    browser.cookies.put("spoor_session", old);
    assertProblem(browser.get("/api/v1/clients"), 401, "NOT_LOGGED_IN");
  }

  @Test
  void loginsAreLimitedAndSayWhen() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    HttpResponse<String> last = null;
    for (int i = 0; i < 11; i++) {
      last = browser.post("/api/v1/session", TestFront.login("admin", "wrong wrong"));
    }
    assertThat(last).isNotNull();
    assertProblem(last, 429, "RATE_LIMITED");
    assertThat(last.headers().firstValue("retry-after")).contains("30");
    assertThat(detail(last)).isEqualTo("too many attempts: try again in 30 s");
  }

  @Test
  void aChangeNeedsTheTokenOfThisSessionAndAnOriginOfOurs() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    String path = "/api/v1/settings/publicUrl";
    String body = "{\"value\":\"https://spoor.example\"}";
    String[] badOrigins = {
      null, "null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:" + front.port
    };
    for (String origin : badOrigins) {
      assertProblem(
          browser.exchange("PUT", path, body, origin, browser.csrf), 403, "ORIGIN_REFUSED");
    }
    String anonymous = front.browser().csrf;
    for (String token : new String[] {null, "", "x", anonymous}) {
      assertProblem(
          browser.exchange("PUT", path, body, front.origin(), token), 403, "ORIGIN_REFUSED");
    }
    assertThat(front.settings.publicUrl()).isEmpty();
    assertThat(browser.put(path, body).statusCode()).isEqualTo(200);
    // from now on the public address is an origin too
    assertThat(
            browser.exchange("PUT", path, body, "https://spoor.example", browser.csrf).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anAnonymousLoginNeedsItsOwnCsrfCookie() throws Exception {
    TestFront.Browser fresh = front.browser();
    assertThat(fresh.cookies).containsOnlyKeys("spoor_csrf");
    fresh.cookies.clear();
    assertProblem(
        fresh.post("/api/v1/setup", TestFront.setup("letmein2026", "anna")), 403, "ORIGIN_REFUSED");
    assertThat(front.users.isEmpty()).isTrue();
  }

  @Test
  void anotherNamePointedAtUsGetsNothing() throws Exception {
    for (String path : List.of("/api/v1/session", "/healthz", "/", "/api/v1/probe/socket")) {
      String answer = raw("GET " + path + " HTTP/1.1\r\nHost: evil.example:" + front.port);
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("ORIGIN_REFUSED");
    }
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: localhost:" + front.port))
        .startsWith("HTTP/1.1 200 ");
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 403 ");
  }

  private String raw(String head) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    for (String path : List.of("/api/v1/session", "/api/v1/nothing", "/nothing", "/healthz")) {
      HttpResponse<String> response = browser.get(path);
      assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
      assertThat(response.headers().firstValue("x-frame-options")).contains("DENY");
      assertThat(response.headers().firstValue("content-security-policy").orElse(""))
          .contains("default-src 'none'")
          .contains("sandbox");
      assertThat(response.headers().firstValue("cache-control")).contains("no-store");
      assertThat(response.headers().firstValue("server")).isEmpty();
    }
  }

  @Test
  void failuresAreProblemsWithoutInnards() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    HttpResponse<String> inner = browser.get("/api/v1/probe/fail");
    assertProblem(inner, 500, "INTERNAL");
    assertThat(inner.body()).doesNotContain("secret inside");
    HttpResponse<String> issue = browser.get("/api/v1/probe/issue");
    assertProblem(issue, 400, "INVALID_QUERY");
    assertThat(TestFront.JSON.readTree(issue.body()).get("issues").get(0).get("column").intValue())
        .isEqualTo(8);
    assertProblem(browser.get("/api/v1/nothing"), 404, "NOT_FOUND");
    HttpResponse<String> method = browser.put("/api/v1/clients", "{}");
    assertProblem(method, 404, "NOT_FOUND");
    assertThat(detail(method)).isEqualTo("there is no PUT /api/v1/clients, only GET");
    assertProblem(browser.post("/api/v1/clients/labels", "{nonsense"), 400, "INVALID_REQUEST");
    assertProblem(browser.post("/api/v1/clients/labels", "[]"), 400, "INVALID_REQUEST");
    assertProblem(browser.get("/api/v1/clients?limit=0"), 400, "INVALID_REQUEST");
    assertProblem(browser.get("/api/v1/clients?cursor=%21"), 400, "INVALID_REQUEST");
    assertProblem(browser.get("/api/v1/clients/..%2F..%2Fetc"), 404, "NOT_FOUND");
  }

  @Test
  void aBodyMustSayThatItIsJsonAndStayInItsLimit() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    HttpResponse<String> plain =
        front.send(
            front
                .request("/api/v1/clients/labels")
                .header("Cookie", browser.cookieHeader())
                .header("Origin", front.origin())
                .header("X-Spoor-CSRF", browser.csrf)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"clients\":[]}")));
    assertProblem(plain, 400, "INVALID_REQUEST");
    assertProblem(
        browser.post("/api/v1/session", "\"" + "x".repeat(20_000) + "\""), 413, "TOO_LARGE");
    HttpResponse<String> chunked =
        front.send(
            front
                .request("/api/v1/session")
                .header("Cookie", browser.cookieHeader())
                .header("Origin", front.origin())
                .header("X-Spoor-CSRF", browser.csrf)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[20_000]))));
    assertProblem(chunked, 413, "TOO_LARGE");
  }

  @Test
  void clientsAreListedShownAndLabelled() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    front.clients.connected(
        TestFront.WEB,
        "10.1.2.3",
        Duration.ofMillis(40),
        front.clients.require(new Principal.System(), TestFront.WEB).facts());
    HttpResponse<String> labelled =
        browser.post(
            "/api/v1/clients/labels",
            "{\"clients\":[\"" + TestFront.WEB + "\"],\"add\":[\"web\",\"linux\"]}");
    assertThat(labelled.body())
        .isEqualTo("{\"labels\":{\"C.00000000000000a1\":[\"linux\",\"web\"]}}");
    JsonNode page = TestFront.JSON.readTree(browser.get("/api/v1/clients?q=WEB01").body());
    assertThat(page.get("next").isNull()).isTrue();
    JsonNode client = page.get("items").get(0);
    assertThat(client.get("clientId").stringValue()).isEqualTo("C.00000000000000a1");
    assertThat(client.get("connected").booleanValue()).isTrue();
    assertThat(client.get("clockSkewMs").intValue()).isEqualTo(40);
    assertThat(client.get("lastSeen").stringValue()).isEqualTo("2026-11-24T16:00:00Z");
    assertThat(client.get("monitoring").get("running").intValue()).isZero();
    JsonNode one =
        TestFront.JSON.readTree(browser.get("/api/v1/clients/C.00000000000000a1").body());
    assertThat(one.get("facts").get("kernel").stringValue()).isEqualTo("6.1");
    assertProblem(browser.get("/api/v1/clients/C.ffffffffffffffff"), 404, "NOT_FOUND");
    JsonNode audit = TestFront.JSON.readTree(browser.get("/api/v1/audit?limit=1").body());
    assertThat(audit.get("items").get(0).get("action").stringValue()).isEqualTo("client.label");
    assertThat(audit.get("items").get(0).get("after").get(1).stringValue()).isEqualTo("web");
    JsonNode verified = TestFront.JSON.readTree(browser.get("/api/v1/audit/verify").body());
    assertThat(verified.get("intact").booleanValue()).isTrue();
    assertThat(verified.get("rows").longValue())
        .isEqualTo(audit.get("items").get(0).get("seq").longValue());
  }

  @Test
  void anEnrolmentTokenHasOneUseAndOneHourUnlessAskedOtherwise() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    JsonNode one = TestFront.JSON.readTree(browser.post("/api/v1/enrolment-tokens", "{}").body());
    assertThat(one.get("token").stringValue()).isEqualTo("uses 1");
    assertThat(one.get("expires").stringValue()).isEqualTo("2026-11-24T17:00:00Z");
    for (String bad : List.of("{\"uses\":0}", "{\"uses\":1.5}", "{\"ttlSeconds\":1e30}")) {
      assertProblem(browser.post("/api/v1/enrolment-tokens", bad), 400, "INVALID_REQUEST");
    }
  }

  @Test
  void secretsGoInAndNeverComeOut() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    String url = "https://hooks.example/T0/verysecret";
    assertThat(browser.put("/api/v1/secrets/slack", "{\"value\":\"" + url + "\"}").statusCode())
        .isEqualTo(204);
    assertThat(browser.get("/api/v1/secrets").body())
        .isEqualTo(
            "{\"items\":[{\"name\":\"slack\",\"hosts\":[\"hooks.example\"]}],\"next\":null}");
    assertThat(browser.get("/api/v1/audit").body()).doesNotContain("verysecret");
    assertProblem(browser.get("/api/v1/secrets/slack"), 404, "NOT_FOUND");
  }

  @Test
  void aTokenCallsWithoutCsrfAndCannotGrow() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    HttpResponse<String> made =
        browser.post(
            "/api/v1/tokens",
            "{\"label\":\"ci\",\"permissions\":[\"LABEL_CLIENT\",\"READ_RESULTS\"],"
                + "\"ttlSeconds\":3600}");
    assertThat(made.statusCode()).isEqualTo(201);
    String token = TestFront.JSON.readTree(made.body()).get("token").stringValue();
    String label = "{\"clients\":[\"" + TestFront.WEB + "\"],\"add\":[\"ci\"]}";
    assertThat(bearer("POST", "/api/v1/clients/labels", token, label).statusCode()).isEqualTo(200);
    assertProblem(bearer("GET", "/api/v1/audit", token, ""), 403, "FORBIDDEN");
    assertProblem(bearer("POST", "/api/v1/tokens", token, "{}"), 403, "FORBIDDEN");
    assertProblem(bearer("GET", "/api/v1/session", "spoor_nonsense", ""), 401, "NOT_LOGGED_IN");
    front.now = front.now.plusSeconds(3600);
    assertProblem(bearer("GET", "/api/v1/clients", token, ""), 401, "NOT_LOGGED_IN");
  }

  private HttpResponse<String> bearer(String method, String path, String token, String body)
      throws Exception {
    return front.send(
        front
            .request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void eachRoleReachesExactlyTheRoutesOfItsRights() throws Exception {
    Map<Role, TestFront.Browser> browsers = new LinkedHashMap<>();
    for (Role role : List.of(Role.ADMINISTRATOR, Role.READER, Role.ANALYST, Role.INVESTIGATOR)) {
      browsers.put(role, front.loggedIn(role));
    }
    browsers.put(Role.DETECTION_ENGINEER, front.loggedIn(Role.DETECTION_ENGINEER));
    TestFront.Browser nobody = front.browser();
    int checked = 0;
    for (Route route : front.server.routes().routes()) {
      boolean ends =
          route.path().equals("/api/v1/session")
              || route.path().contains("/probe/")
              || route.path().equals("/api/v1/setup");
      if (ends || route.access() instanceof Access.Anyone) {
        continue;
      }
      String path = route.path().replace("{id}", "999").replace("{name}", "x");
      String body = route.method().changesState() ? "{}" : null;
      assertThat(
              nobody
                  .exchange(route.method().name(), path, body, front.origin(), nobody.csrf)
                  .statusCode())
          .as("nobody %s %s", route.method(), path)
          .isEqualTo(401);
      for (Map.Entry<Role, TestFront.Browser> entry : browsers.entrySet()) {
        TestFront.Browser browser = entry.getValue();
        int status =
            browser
                .exchange(route.method().name(), path, body, front.origin(), browser.csrf)
                .statusCode();
        String what = entry.getKey().name() + " " + route.method() + " " + path;
        switch (route.access()) {
          case Access.Holding(Permission permission) -> {
            boolean holds = entry.getKey().permissions().contains(permission);
            assertThat(status == 403).as(what + " -> " + status).isEqualTo(!holds);
          }
          case Access.LoggedIn _ -> assertThat(status).as(what).isNotIn(401, 500);
          case Access.Anyone _ -> throw new AssertionError(what);
        }
        assertThat(status).as(what).isLessThan(500);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(75);
  }

  @Test
  void aChangeOfRoleEndsTheSession() throws Exception {
    TestFront.Browser analyst = front.loggedIn(Role.ANALYST);
    TestFront.Browser admin = front.loggedIn(Role.ADMINISTRATOR);
    long id = analyst.look().get("user").get("id").longValue();
    assertThat(admin.put("/api/v1/users/" + id + "/role", "{\"role\":\"reader\"}").statusCode())
        .isEqualTo(200);
    assertProblem(analyst.get("/api/v1/clients"), 401, "NOT_LOGGED_IN");
  }

  @Test
  void linesStreamWholeAndAFailureCutsThem() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    HttpResponse<String> lines = browser.get("/api/v1/probe/lines");
    assertThat(lines.headers().firstValue("content-type")).contains("application/jsonl");
    assertThat(lines.body().lines().count()).isEqualTo(50_001);
    assertThat(lines.body())
        .startsWith("{\"row\":0}\n")
        .endsWith("{\"row\":49999}\n{\"$end\":{\"rows\":50000}}\n");
    assertProblem(browser.get("/api/v1/probe/late"), 400, "INVALID_QUERY");
    assertThatThrownBy(() -> browser.get("/api/v1/probe/broken"))
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void aReaderThatGoesAwayStopsTheWriter() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port)) {
      String head =
          "GET /api/v1/probe/endless HTTP/1.1\r\nHost: 127.0.0.1:"
              + front.port
              + "\r\nCookie: "
              + browser.cookieHeader()
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
    }
    assertThat(streamClosed.await(20, TimeUnit.SECONDS)).isTrue();
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

  @Test
  void readinessNamesThePartThatIsNotReady() throws Exception {
    assertThat(front.send(front.request("/readyz")).statusCode()).isEqualTo(200);
    front.ready.set(false);
    HttpResponse<String> waiting = front.send(front.request("/readyz"));
    assertThat(waiting.statusCode()).isEqualTo(503);
    assertThat(waiting.body()).contains("journal");
    assertThat(front.send(front.request("/healthz")).statusCode()).isEqualTo(200);
  }

  @Test
  void anythingButLoopbackNeedsTls() {
    HttpConfig open = new HttpConfig("0.0.0.0", 0, Optional.empty(), List.of(), "UTC");
    assertThatThrownBy(() -> new TestFront(folder.resolve("other"), open, Optional.empty()))
        .isInstanceOf(SpoorException.class)
        .hasMessage(
            "listening on 0.0.0.0 needs TLS: give a certificate and its key, or listen on"
                + " 127.0.0.1");
  }
}
