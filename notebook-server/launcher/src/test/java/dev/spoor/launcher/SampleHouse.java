package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.identity.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A server with something on every page: 200 clients, both tables, targets that work and that do
/// not, notebooks.
final class SampleHouse {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String HOSTILE_ROWS =
      """
      SELECT Name, Value, len(list=Value) AS Length FROM foreach(row=[
        dict(Name='markup', Value='<img src=x onerror=alert(1)>'),
        dict(Name='terminal', Value='\\x1b[31mred\\x1b[0m\\x07\\x00'),
        dict(Name='turned', Value='invoice\u202Efdp.exe'),
        dict(Name='formula', Value="=cmd()|'/c calc'!A0"),
        dict(Name='lines', Value='one\\ntwo\\tthree')])
      """;

  private final House.Fleet fleetOfHouse;
  private final SampleFleet fleet;
  private final ApiClient api;
  private final int sink;
  private String notebook = "";

  SampleHouse(House.Fleet fleet, ApiClient api, int sink) {
    this.fleetOfHouse = fleet;
    this.fleet = new SampleFleet(fleet);
    this.api = api;
    this.sink = sink;
  }

  String notebook() {
    return notebook;
  }

  String hostileClient() {
    return fleet.id(0);
  }

  SampleAlerts alerts() {
    return new SampleAlerts(
        fleetOfHouse,
        new ClientId(fleet.id(60)),
        new ClientId(fleet.id(61)),
        new ClientId(fleet.id(0)),
        Instant.now().minus(Duration.ofMinutes(4)));
  }

  String plainClient() {
    return fleet.id(60);
  }

  void fill() throws InterruptedException {
    fleet.enrol(200);
    targets();
    people();
    clientTable();
    fleet.connect();
    new SampleEvents(fleetOfHouse, fleet).send();
    fleet.work();
    // after the work: it is no news
    serverTable();
    notebooks();
    until("the last messages have their states", () -> isThere("delivered") && isThere("dead"));
  }

  private boolean isThere(String state) {
    return !api.get("/api/v1/deliveries?state=" + state).path("items").isEmpty();
  }

  private void targets() {
    target("soc", 200);
    target("pager of the night shift", 503);
    target("left-the-company", 410);
  }

  private void people() {
    for (String name : List.of("bert", "carla@corp.example", "x".repeat(64))) {
      api.post(
          "/api/v1/users",
          object()
              .put("name", name)
              .put("passphrase", Scenes.PASSPHRASE)
              .put("role", name.equals("bert") ? "detection engineer" : "reader")
              .toString());
    }
    for (String label : List.of("ci of the detections", "<img src=x onerror=alert(1)>\u202egnp")) {
      ObjectNode token = object().put("label", label).put("ttlSeconds", 864_000);
      token.putArray("permissions").add("READ_RESULTS").add("QUERY").add("NOTEBOOK_EDIT");
      api.post("/api/v1/tokens", token.toString());
    }
    api.post("/api/v1/enrolment-tokens", "{\"uses\":250,\"ttlSeconds\":86400}");
  }

  private void target(String name, int status) {
    String secret = name.replace(' ', '-');
    api.put(
        "/api/v1/secrets/" + secret,
        "{\"value\":\"http://127.0.0.1:%d/%d\",\"hosts\":[\"127.0.0.1\"]}".formatted(sink, status));
    api.post(
        "/api/v1/targets",
        "{\"name\":\"%s\",\"kind\":\"%s\",\"secret\":\"%s\"}"
            .formatted(name, status == 503 ? "slack" : "json", secret));
    api.post("/api/v1/targets/" + name.replace(" ", "%20") + "/test", "{}");
  }

  private void clientTable() {
    api.put(
        "/api/v1/monitoring/client",
        """
        {"version":0,"groups":[
          {"label":"","entries":[
            {"artifact":"Linux.Detection.ProcessCreation",
             "parameters":{"CommandLineRegex":"(?:(\\\\/ru)|(\\\\/p)|(\\\\/s))"},"priority":"high"},
            {"artifact":"Windows.Detection.ProcessCreation",
             "parameters":{"CommandLineRegex":"schtasks.*(?:(\\\\/ru)|(\\\\/p)|(\\\\/s))",
                           "ImageRegex":"%s"},"priority":"normal"}]},
          {"label":"tier0","entries":[
            {"artifact":"Linux.Detection.ProcessCreation","parameters":{},"priority":"bulk"}]}]}
        """
            .formatted("C:.{1,9}(Windows|Users|Perflog)".repeat(12)));
  }

  private void serverTable() {
    api.put(
        "/api/v1/monitoring/server",
        """
        {"version":0,"entries":[{"artifact":"Server.Alerts.ProcessCreation",
          "parameters":{"WebhookTarget":"soc"}}]}
        """);
  }

  private void notebooks() throws InterruptedException {
    for (String title :
        List.of(
            "Rare hashes, weekly",
            "srv_dc01 intrusion",
            "<b>bold?</b> and \u202Eright to left",
            "A title that nobody would read to its end because it goes on ".repeat(3))) {
      api.post("/api/v1/notebooks", object().put("title", title.strip()).toString());
    }
    notebook =
        api.post("/api/v1/notebooks", object().put("title", "Hostile rows").toString())
            .path("id")
            .asString();
    insert("t", "markdown", "## What arrives\n\nShown **exactly**, and never obeyed.", null);
    insert("q", "vql", HOSTILE_ROWS, "t");
    String run =
        api.post("/api/v1/notebooks/" + notebook + "/cells/q/run", "{}").path("run").asString();
    until("the cell has run", () -> !api.get("/api/v1/runs/" + run).path("finished").isNull());
    JsonNode summary = api.get("/api/v1/runs/" + run);
    assertThat(summary.path("rows").asInt()).as(summary.toString()).isEqualTo(5);
  }

  private void insert(
      String id, String type, String text, @org.jspecify.annotations.Nullable String after) {
    ObjectNode op = object().put("op", "insert").put("after", after);
    op.set("cell", object().put("id", id).put("type", type).put("text", text));
    ObjectNode edit = object().put("editId", "e" + id);
    edit.putArray("ops").add(op);
    api.post("/api/v1/notebooks/" + notebook + "/ops", edit.toString());
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(String.format(Locale.ROOT, "waited 60 s until %s", what))
          .isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
