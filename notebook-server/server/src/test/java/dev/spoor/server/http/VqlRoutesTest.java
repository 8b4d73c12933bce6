package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import dev.spoor.server.http.notebook.VqlRoutes;
import dev.spoor.vql.Vql;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class VqlRoutesTest {
  @TempDir Path folder;
  private TestFront front;
  private TestFront.Browser browser;

  @BeforeEach
  void start() throws Exception {
    front = new TestFront(folder, Optional.empty(), new VqlRoutes(Vql.pureCatalog()));
    browser = front.loggedIn(Role.ADMINISTRATOR);
    browser.look();
  }

  @AfterEach
  void stop() {
    front.close();
  }

  private JsonNode check(String vql) throws Exception {
    String body = TestFront.JSON.writeValueAsString(Map.of("vql", vql));
    return TestFront.JSON.readTree(browser.post("/api/v1/vql/check", body).body());
  }

  @Test
  void problemStandsAtItsPlaceWithAnEditThatMendsIt() throws Exception {
    String text = "SELECT a,\n  count()\nFROM scope() GROUP a";
    JsonNode issue = check(text).get("issues").get(0);
    assertThat(issue.get("line").asInt()).isEqualTo(3);
    assertThat(issue.get("severity").stringValue()).isEqualTo("error");
    JsonNode fix = issue.get("fix");
    int at = fix.get("offset").asInt();
    String mended =
        text.substring(0, at)
            + fix.get("replacement").stringValue()
            + text.substring(at + fix.get("length").asInt());
    assertThat(check(mended).get("issues")).isEmpty();
  }

  @Test
  void goodTextHasNoIssuesAndACanonicalForm() throws Exception {
    JsonNode answer = check("select  1+1 as x from scope()");
    assertThat(answer.get("issues")).isEmpty();
    assertThat(answer.get("canonical").stringValue()).startsWith("SELECT 1 + 1 AS x");
  }

  @Test
  void deepTextIsAnAnswerAndNoCrash() throws Exception {
    JsonNode answer = check("SELECT " + "(".repeat(100_000) + " FROM scope()");
    assertThat(answer.get("issues")).isNotEmpty();
  }

  @Test
  void catalogSaysHowThingsAreCalled() throws Exception {
    JsonNode catalog = TestFront.JSON.readTree(browser.get("/api/v1/vql/catalog").body());
    assertThat(catalog.get("functions").findValuesAsString("name")).contains("count", "split");
    assertThat(catalog.get("plugins").get(0).get("doc").stringValue()).isNotEmpty();
  }

  @Test
  void strangerIsNotAnswered() throws Exception {
    TestFront.Browser stranger = front.browser();
    assertThat(stranger.post("/api/v1/vql/check", "{\"vql\":\"x\"}").statusCode()).isEqualTo(401);
  }
}
