package dev.spoor.server.http;

import static dev.spoor.server.http.TestFront.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import dev.spoor.server.identity.Principal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Clients, labels and enrolment over HTTP.
@Timeout(60)
final class ClientRoutesTest {
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
}
