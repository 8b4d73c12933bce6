package dev.spoor.server.http;

import static dev.spoor.server.http.TestFront.assertProblem;
import static dev.spoor.server.http.TestFront.detail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// First run, log-in, log-out, and what a change must prove.
@Timeout(60)
final class SessionRoutesTest {
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
    front = new TestFront(folder, Optional.empty());
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
  void aChangeOfRoleEndsTheSession() throws Exception {
    TestFront.Browser analyst = front.loggedIn(Role.ANALYST);
    TestFront.Browser admin = front.loggedIn(Role.ADMINISTRATOR);
    long id = analyst.look().get("user").get("id").longValue();
    assertThat(admin.put("/api/v1/users/" + id + "/role", "{\"role\":\"reader\"}").statusCode())
        .isEqualTo(200);
    assertProblem(analyst.get("/api/v1/clients"), 401, "NOT_LOGGED_IN");
  }
}
