package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The story on the real stack, through the pages: a command typed on a host appears in a webhook
/// and in a notebook. Nothing is faked but the webhook's sink.
class StoryTest {
  private static final String BLOG_QUERY =
      "SELECT EventData.UtcTime as UtcTime, EventData.CommandLine as CommandLine, Hostname, ClientId"
          + " FROM source(artifact='%s')";
  private static final String COMMAND_LINE_REGEX = "(?:(\\/ru)|(\\/p)|(\\/s))";
  private static final String PASSPHRASE = "a long passphrase of ours";
  private static final List<String> COMMAND =
      List.of(
          "/Create",
          "/SC",
          "minute",
          "/mo",
          "5",
          "/TN",
          "WindowsUpdateCheck",
          "/TR",
          "C:/Perflog/m.exe",
          "/ru",
          "system",
          "/s",
          "srv_dc01",
          "/u",
          "adm_peter",
          "/p",
          "adminpw");

  @TempDir Path folder;
  private final List<String> sunk = Collections.synchronizedList(new ArrayList<>());
  private HttpServer sink;
  private House house;
  private House.Started started;
  private ApiClient api;
  private @Nullable Process agent;

  @BeforeEach
  void start() throws IOException {
    sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext(
        "/hook",
        exchange -> {
          sunk.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    sink.start();
    Path home = Path.of(System.getProperty("spoor.root", "."));
    house =
        new House(
            new HouseConfig(
                folder.resolve("data"),
                home,
                "127.0.0.1",
                0,
                "127.0.0.1",
                0,
                Set.of("127.0.0.1:" + sink.getAddress().getPort())));
    started = house.start();
    api = new ApiClient(started.port());
  }

  @AfterEach
  void stop() throws InterruptedException {
    Process running = agent;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    }
    if (house != null) {
      house.close();
    }
    if (sink != null) {
      sink.stop(0);
    }
  }

  private Process agent(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.spoor.agent.AgentMain"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(arguments[0] + ".log").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Test
  void aCommandTypedOnAHostAppearsInAWebhookAndInANotebook() throws Exception {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "NOT RUN: no audit rights; run the suite as root to play the story");
    try (PageBrowser browser = new PageBrowser()) {
      Page page = browser.open("http://127.0.0.1:" + started.port(), PageBrowser.Look.LIGHT_WIDE);
      try {
        play(new StoryPages(page));
      } finally {
        // a picture for whoever wants to look, above all when it failed
        page.screenshot(
            new Page.ScreenshotOptions().setPath(Path.of("target", "story-notebook.png")));
      }
      assertThat(browser.complaints("")).isEmpty();
    }
    theSampleNotebookRuns();
  }

  private void play(StoryPages pages) throws Exception {
    pages.setUp(started.setupCode().orElseThrow(), "anna", PASSPHRASE);
    pages.logOut();
    pages.logIn("anna", PASSPHRASE);
    api.logIn("anna", PASSPHRASE);

    startAgent(pages.addClient());
    String clientId = pages.connectedClient();
    pages.addTarget("soc", "http://127.0.0.1:%d/hook".formatted(sink.getAddress().getPort()));
    pages.watchOnServer("Server.Alerts.ProcessCreation", "soc");
    // the name keeps away what else this host runs while the suite does
    pages.watchOnClients("Linux.Detection.ProcessCreation", COMMAND_LINE_REGEX, "schtasks");
    stopWithoutAudit(clientId);

    typeTheCommand();
    theSinkHasOneMessage(clientId);
    theApiHasOneRow("Server.Alerts.ProcessCreation", clientId);
    theApiHasOneRow("Linux.Detection.ProcessCreation", clientId);

    pages.newNotebook();
    pages.pasteAndRun(BLOG_QUERY.formatted("Server.Alerts.ProcessCreation"));
    theRowIsThere(pages.rows().nth(0), clientId);
    pages.pasteAndRun(BLOG_QUERY.formatted("Linux.Detection.ProcessCreation"));
    theRowIsThere(pages.rows().nth(1), clientId);
    pages.reload();
    theRowIsThere(pages.rows().nth(1), clientId);
    assertThat(pages.rows().count()).isEqualTo(2);
    hostileArgumentsDoNothing(pages, clientId);
  }

  /// What a process was really given, as long as a kernel takes it, on the page of a notebook.
  private void hostileArgumentsDoNothing(StoryPages pages, String clientId) throws Exception {
    String markup = "<img src=x onerror=\"window.__hostile=1\">";
    String colour = "\u001b[31m";
    String turned = "invoice\u202Efdp.exe";
    String huge = "x".repeat(100_000);
    execute("/ru", markup, colour, turned, "=cmd|'/c calc'!A0", "two\nlines", huge);
    pages.newCell();
    pages.pasteAndRun(
        "SELECT EventData.CommandLine as CommandLine, ClientId"
            + " FROM source(artifact='Linux.Detection.ProcessCreation')"
            + " WHERE CommandLine =~ 'onerror'");
    Locator row = pages.rows().nth(2);
    row.waitFor();
    assertThat(row.innerText()).contains(clientId);
    assertThat(row.textContent()).contains("<img src=x").contains("98 kB").hasSizeLessThan(3_000);
    assertThat(row.locator("img").count()).isZero();
    assertThat(row.page().evaluate("() => window.__hostile")).isNull();
    JsonNode exact =
        api.query(
                "SELECT EventData.CommandLine AS CommandLine"
                    + " FROM source(artifact='Linux.Detection.ProcessCreation')"
                    + " WHERE CommandLine =~ 'onerror'")
            .getFirst();
    assertThat(exact.path("CommandLine").asString())
        .endsWith(
            String.join(
                " ", "/ru", markup, colour, turned, "=cmd|'/c calc'!A0", "two\nlines", huge));
  }

  private void startAgent(String token) throws Exception {
    String data = folder.resolve("agent").toString();
    Process enrolling =
        agent(
            Map.of("SPOOR_ENROLMENT_TOKEN", token),
            "enroll",
            "--server",
            "https://127.0.0.1:" + started.agentPort(),
            "--data",
            data);
    assertThat(enrolling.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(enrolling.exitValue()).as(log("enroll")).isZero();
    agent = agent(Map.of(), "run", "--data", data);
  }

  /// Polling would see this command, too, with luck: that is not the story.
  private void stopWithoutAudit(String clientId) {
    String state = api.get("/api/v1/clients/" + clientId).path("monitoring").toString();
    Assumptions.assumeFalse(
        state.contains("proc-polling"), "NOT RUN: no audit rights; the agent polls: " + state);
  }

  private void typeTheCommand() throws Exception {
    Path schtasks = Files.copy(Path.of("/bin/true"), folder.resolve("schtasks"));
    Files.setPosixFilePermissions(schtasks, PosixFilePermissions.fromString("rwxr-xr-x"));
    execute(COMMAND.toArray(String[]::new));
  }

  private void execute(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(folder.resolve("schtasks").toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private void theSinkHasOneMessage(String clientId) throws Exception {
    SampleHouse.until("the sink has the message", () -> !sunk.isEmpty());
    assertThat(sunk).hasSize(1);
    JsonNode message = JsonMapper.shared().readTree(sunk.getFirst());
    assertThat(message.path("commandLine").asString()).contains("/ru system");
    assertThat(message.path("clientId").asString()).isEqualTo(clientId);
    assertThat(message.path("hostname").asString()).isNotEmpty();
    assertThat(message.path("time").asString()).isNotEmpty();
    assertThat(message.path("link").asString()).startsWith("http://127.0.0.1:" + started.port());
    assertThat(sunk.getFirst()).doesNotContain("adminpw");
  }

  private void theApiHasOneRow(String artifact, String clientId) {
    List<JsonNode> rows = api.query(BLOG_QUERY.formatted(artifact));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().path("ClientId").asString()).isEqualTo(clientId);
    assertThat(rows.getFirst().path("CommandLine").asString()).endsWith(String.join(" ", COMMAND));
  }

  private static void theRowIsThere(Locator row, String clientId) {
    row.waitFor();
    assertThat(row.innerText()).contains("WindowsUpdateCheck").contains(clientId);
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  private void theSampleNotebookRuns() throws InterruptedException {
    String id =
        api.post("/api/v1/notebooks", "{\"template\":\"alert-overview\"}").path("id").asString();
    for (JsonNode cell : api.get("/api/v1/notebooks/" + id).path("cells")) {
      if (cell.path("type").asString().equals("vql")) {
        String run =
            api.post(
                    "/api/v1/notebooks/" + id + "/cells/" + cell.path("id").asString() + "/run",
                    "{}")
                .path("run")
                .asString();
        SampleHouse.until(
            "the sample's cell has run",
            () -> !api.get("/api/v1/runs/" + run).path("finished").isNull());
        JsonNode summary = api.get("/api/v1/runs/" + run);
        assertThat(summary.path("state").asString()).as(summary.toString()).isEqualTo("done");
        assertThat(summary.path("rows").asInt()).as(summary.toString()).isPositive();
      }
    }
  }
}
