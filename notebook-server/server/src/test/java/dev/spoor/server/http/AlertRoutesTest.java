package dev.spoor.server.http;

import static dev.spoor.server.http.TestFront.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.alert.AlertSignal;
import dev.spoor.server.alert.Severity;
import dev.spoor.server.identity.Principal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The inbox and the timeline over HTTP.
@Timeout(60)
final class AlertRoutesTest {
  @TempDir Path folder;
  private TestFront front;
  private TestFront.Browser browser;

  @BeforeEach
  void start() throws Exception {
    front = new TestFront(folder, Optional.empty());
    front.enrol();
    browser = front.loggedIn(Role.ADMINISTRATOR);
  }

  @AfterEach
  void stop() {
    front.close();
  }

  private String raise(String rule, Severity severity, String account, String value) {
    return front
        .alerts
        .raise(
            new Principal.System(),
            AlertSignal.of(
                rule,
                "Title of " + rule,
                severity,
                AlertEntity.of(TestFront.WEB, account).withKey("CommandLine", value),
                rule + account + value,
                front.now))
        .alert();
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = browser.get(path);
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    return TestFront.JSON.readTree(response.body());
  }

  private JsonNode post(String path, String body) throws Exception {
    HttpResponse<String> response = browser.post(path, body);
    assertThat(response.statusCode()).as(path + " " + response.body()).isLessThan(300);
    return TestFront.JSON.readTree(response.body());
  }

  private List<String> ids(String query) throws Exception {
    List<String> ids = new ArrayList<>();
    get("/api/v1/alerts" + query)
        .get("items")
        .forEach(item -> ids.add(item.get("id").stringValue()));
    return ids;
  }

  @Test
  void alertsAreListedByPageAndFilter() throws Exception {
    String low = raise("Beacon", Severity.LOW, "k.lund", "x");
    String high = raise("Task", Severity.HIGH, "adm_peter", "x");
    String critical = raise("Task", Severity.CRITICAL, "SYSTEM", "x");
    assertThat(ids("")).containsExactly(critical, high, low);
    JsonNode first = get("/api/v1/alerts?limit=2");
    assertThat(first.get("items")).hasSize(2);
    assertThat(ids("?limit=2&cursor=" + first.get("next").stringValue())).containsExactly(low);
    assertThat(ids("?severity=low,high")).containsExactly(high, low);
    assertThat(ids("?rule=Task&account=adm_peter")).containsExactly(high);
    assertThat(ids("?client=" + TestFront.WEB + "&q=BEACON")).containsExactly(low);
    assertThat(ids("?from=2026-11-24T16:00:01Z")).isEmpty();
    assertThat(ids("?state=closed")).isEmpty();
    assertProblem(browser.get("/api/v1/alerts?state=asleep"), 400, "INVALID_REQUEST");
    assertProblem(browser.get("/api/v1/alerts?client=../x"), 400, "INVALID_REQUEST");
    assertProblem(browser.get("/api/v1/alerts?from=yesterday"), 400, "INVALID_REQUEST");
    assertProblem(browser.get("/api/v1/alerts?cursor=abc"), 400, "INVALID_REQUEST");
    assertThat(get("/api/v1/alert-counts").toString())
        .contains("\"new\":3")
        .contains("\"taken\":0");
  }

  @Test
  void anAlertIsWorkedThroughAndTakenBack() throws Exception {
    String id = raise("Task", Severity.HIGH, "adm_peter", "schtasks");
    String about = "{\"alerts\":[\"" + id + "\"],\"action\":";
    JsonNode done = post("/api/v1/alert-actions", about + "\"acknowledge\"}");
    assertThat(done.at("/alerts/0/state").stringValue()).isEqualTo("acknowledged");
    assertThat(done.at("/alerts/0/owner").stringValue()).isEqualTo("admin");
    String undo = done.get("undo").stringValue();
    assertThat(
            post("/api/v1/alert-actions/" + undo + "/undo", "{}")
                .at("/alerts/0/state")
                .stringValue())
        .isEqualTo("open");
    assertProblem(browser.post("/api/v1/alert-actions/" + undo + "/undo", "{}"), 409, "CONFLICT");
    post("/api/v1/alert-actions", about + "\"assign\",\"user\":\"admin\"}");
    post("/api/v1/alert-actions", about + "\"snooze\",\"until\":\"2026-11-24T18:00:00Z\"}");
    post(
        "/api/v1/alert-actions",
        about + "\"close\",\"reason\":\"expected\",\"comment\":\"patch day\"}");
    post("/api/v1/alert-actions", about + "\"reopen\"}");
    for (String wrong :
        List.of(
            "\"explode\"}",
            "\"assign\",\"user\":\"nobody\"}",
            "\"snooze\",\"until\":\"later\"}",
            "\"close\",\"reason\":\"because\"}")) {
      assertProblem(browser.post("/api/v1/alert-actions", about + wrong), 400, "INVALID_REQUEST");
    }
    post("/api/v1/alerts/" + id + "/notes", "{\"text\":\"<b>k.lund</b> opened the mail\"}");
    JsonNode one = get("/api/v1/alerts/" + id);
    assertThat(one.at("/noteList/0/text").stringValue()).isEqualTo("<b>k.lund</b> opened the mail");
    assertThat(one.at("/history/0/action").stringValue()).isEqualTo("reopen");
    assertThat(one.get("history")).hasSize(6);
    assertThat(one.at("/detections/0/eventId").stringValue()).isEqualTo("Taskadm_peterschtasks");
    assertThat(one.at("/distinctValues/0/entity/keyValue").stringValue()).isEqualTo("schtasks");
    assertThat(one.at("/entity/hostname").stringValue()).isEqualTo("srv-web01");
    int note = one.at("/noteList/0/number").intValue();
    assertThat(browser.delete("/api/v1/alerts/" + id + "/notes/" + note).statusCode())
        .isEqualTo(204);
    assertThat(get("/api/v1/alerts/" + id + "/events").get("items")).hasSize(1);
    assertThat(get("/api/v1/alerts/" + id + "/evidence").get("event").isNull()).isTrue();
    assertProblem(browser.get("/api/v1/alerts/A.aaaaaaaaaaaaa"), 404, "NOT_FOUND");
    assertThat(get("/api/v1/alert-people").at("/items/0").stringValue()).isEqualTo("admin");
  }

  /// What an event holds goes into the notebook as a string of the language, whatever it says.
  @Test
  void anAlertOpensAsANotebookAndItsValueStaysAString() throws Exception {
    String id = raise("Task", Severity.HIGH, "x\" OR 1 = 1 -- \\", "a\" FROM environ() -- \n\\");
    JsonNode made = post("/api/v1/alerts/" + id + "/notebook", "{}");
    assertThat(made.get("id").stringValue()).startsWith("N.");
    String cells =
        front.database.read(
            tx ->
                String.join(
                    "\n",
                    tx.handle()
                        .createQuery("select text from notebook_cell")
                        .mapTo(String.class)
                        .list()));
    assertThat(cells)
        .contains("TargetUserName = \"x\\\" OR 1 = 1 -- \\\\\"")
        .contains("CommandLine = \"a\\\" FROM environ() -- \\n\\\\\"");
  }

  @Test
  void decisionsAreWrittenDownAndWithdrawn() throws Exception {
    JsonNode made =
        post(
            "/api/v1/decisions",
            "{\"about\":\"client\",\"subject\":\""
                + TestFront.WEB
                + "\",\"kind\":\"contained\",\"text\":\"strike at six\","
                + "\"due\":\"2026-11-24T18:00:00Z\",\"owner\":\"ivo\"}");
    assertThat(made.get("due").stringValue()).isEqualTo("2026-11-24T18:00:00Z");
    assertThat(get("/api/v1/clients/" + TestFront.WEB).get("labels").toString())
        .contains("Quarantine");
    String number = "" + made.get("number").intValue();
    assertThat(
            get("/api/v1/decisions?about=client&subject=" + TestFront.WEB)
                .at("/items/0/owner")
                .stringValue())
        .isEqualTo("ivo");
    assertThat(get("/api/v1/decisions").get("items")).hasSize(1);
    JsonNode withdrawn = post("/api/v1/decisions/" + number + "/withdraw", "{}");
    assertThat(withdrawn.get("withdrawn").stringValue()).isEqualTo("2026-11-24T16:00:00Z");
    assertThat(get("/api/v1/clients/" + TestFront.WEB).get("labels").toString())
        .doesNotContain("Quarantine");
    assertProblem(
        browser.post(
            "/api/v1/decisions", "{\"about\":\"planet\",\"subject\":\"x\",\"kind\":\"other\"}"),
        400,
        "INVALID_REQUEST");
    assertProblem(browser.post("/api/v1/decisions/77/withdraw", "{}"), 404, "NOT_FOUND");
  }
}
