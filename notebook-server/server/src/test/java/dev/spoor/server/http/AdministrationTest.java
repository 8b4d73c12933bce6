package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Tokens of others, secrets and the audit, as an administrator meets them.
@Timeout(60)
final class AdministrationTest {
  @TempDir Path folder;
  private TestFront front;

  @BeforeEach
  void start() {
    front = new TestFront(folder, Optional.empty());
  }

  @AfterEach
  void stop() {
    front.close();
  }

  private static JsonNode items(TestFront.Browser browser, String path) throws Exception {
    return TestFront.JSON.readTree(browser.get(path).body()).path("items");
  }

  @Test
  void anAdministratorSeesAndRevokesTheTokensOfOthers() throws Exception {
    TestFront.Browser admin = front.loggedIn(Role.ADMINISTRATOR);
    TestFront.Browser analyst = front.loggedIn(Role.ANALYST);
    JsonNode made =
        TestFront.JSON.readTree(
            analyst
                .post(
                    "/api/v1/tokens",
                    "{\"label\":\"ci\",\"permissions\":[\"READ_RESULTS\"],\"ttlSeconds\":600}")
                .body());
    assertThat(items(admin, "/api/v1/tokens")).isEmpty();
    JsonNode token = items(admin, "/api/v1/tokens?all").get(0);
    assertThat(token.path("owner").asString()).isEqualTo("analyst");
    assertThat(token.path("lastUsed").isNull()).isTrue();
    assertThat(token.toString()).doesNotContain(made.path("token").asString());
    front.send(
        front
            .request("/api/v1/clients")
            .header("Authorization", "Bearer " + made.path("token").asString()));
    assertThat(items(admin, "/api/v1/tokens?all").get(0).path("lastUsed").asString())
        .isEqualTo("2026-11-24T16:00:00Z");
    TestFront.assertProblem(analyst.get("/api/v1/tokens?all"), 403, "FORBIDDEN");
    assertThat(admin.delete("/api/v1/tokens/" + made.path("id").asLong()).statusCode())
        .isEqualTo(204);
    assertThat(items(analyst, "/api/v1/tokens")).isEmpty();
  }

  @Test
  void aSecretIsReplacedAndDeletedButNeverRead() throws Exception {
    TestFront.Browser admin = front.loggedIn(Role.ADMINISTRATOR);
    admin.put("/api/v1/secrets/hook", "{\"value\":\"https://hooks.example.test/first-value\"}");
    front.now = front.now.plusSeconds(60);
    admin.put("/api/v1/secrets/hook", "{\"value\":\"https://hooks.example.test/second-value\"}");
    JsonNode listed = items(admin, "/api/v1/secrets");
    assertThat(listed.get(0).path("updated").asString()).isEqualTo("2026-11-24T16:01:00Z");
    assertThat(listed.toString()).doesNotContain("-value");
    assertThat(admin.delete("/api/v1/secrets/hook").statusCode()).isEqualTo(204);
    TestFront.assertProblem(admin.delete("/api/v1/secrets/hook"), 404, "NOT_FOUND");
    assertThat(items(admin, "/api/v1/audit").toString()).doesNotContain("-value");
  }

  @Test
  void theAuditIsSearchedByWhoWhatAndWhich() throws Exception {
    TestFront.Browser admin = front.loggedIn(Role.ADMINISTRATOR);
    front.loggedIn(Role.READER);
    front.loggedIn(Role.ANALYST);
    assertThat(items(admin, "/api/v1/audit?action=user.create")).hasSize(3);
    assertThat(items(admin, "/api/v1/audit?action=user.create&principal=ADMIN")).hasSize(2);
    assertThat(items(admin, "/api/v1/audit?action=user.&target=anal")).hasSize(1);
    assertThat(items(admin, "/api/v1/audit?action=user_create")).isEmpty();
    assertThat(items(admin, "/api/v1/audit?target=%25")).isEmpty();
  }
}
