package dev.spoor.server.http;

import static dev.spoor.server.http.TestFront.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Secrets and API tokens over HTTP.
@Timeout(60)
final class TokenRoutesTest {
  @TempDir Path folder;
  private TestFront front;

  @BeforeEach
  void start() {
    front = new TestFront(folder, Optional.empty());
    front.enrol();
  }

  @AfterEach
  void stop() {
    front.close();
  }

  @Test
  void secretsGoInAndNeverComeOut() throws Exception {
    TestFront.Browser browser = front.loggedIn(Role.ADMINISTRATOR);
    String url = "https://hooks.example/T0/verysecret";
    assertThat(browser.put("/api/v1/secrets/slack", "{\"value\":\"" + url + "\"}").statusCode())
        .isEqualTo(204);
    assertThat(browser.get("/api/v1/secrets").body())
        .isEqualTo(
            "{\"items\":[{\"name\":\"slack\",\"hosts\":[\"hooks.example\"],\"updated\":\"2026-11-24T16:00:00Z\"}],\"next\":null}");
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
}
