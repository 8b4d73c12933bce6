package dev.spoor.server.http;

import static dev.spoor.server.http.TestFront.assertProblem;
import static dev.spoor.server.http.TestFront.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.access.Role;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every answer has: headers, problems, limits, streams.
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
                    }));
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

  private void lines(ApiResponse.ResponseStream stream) {
    for (int i = 0; i < 50_000; i++) {
      stream.writeLine(Map.of("row", i));
    }
    stream.writeLine(Map.of("$end", Map.of("rows", 50_000)));
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
