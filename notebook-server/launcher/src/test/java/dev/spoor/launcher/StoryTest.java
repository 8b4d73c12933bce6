package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The story on the real stack: a command typed on a host appears in a webhook, over the API, and
/// on a page in a browser. Nothing is faked but the webhook's sink.
class StoryTest {
  private static final String BLOG_QUERY =
      "SELECT EventData.UtcTime as UtcTime, EventData.CommandLine as CommandLine, Hostname, ClientId"
          + " FROM source(artifact='%s')";
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

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 60 s until " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void aCommandTypedOnAHostAppearsInAWebhookAndInANotebook() throws Exception {
    api.post(
        "/api/v1/setup",
        """
        {"code":"%s","name":"anna","passphrase":"a long passphrase of ours"}\
        """
            .formatted(started.setupCode().orElseThrow()));
    api.refresh();
    enrolAndRunTheAgent();
    assertThat(api.get("/api/v1/clients").path("items").size()).isEqualTo(1);
    String clientId = api.get("/api/v1/clients").path("items").get(0).path("clientId").asString();

    api.put(
        "/api/v1/secrets/hook",
        "{\"value\":\"http://127.0.0.1:%d/hook\",\"hosts\":[\"127.0.0.1\"]}"
            .formatted(sink.getAddress().getPort()));
    api.post("/api/v1/targets", "{\"name\":\"soc\",\"kind\":\"json\",\"secret\":\"hook\"}");
    api.put(
        "/api/v1/monitoring/client",
        """
        {"version":0,"groups":[{"label":"","entries":[
          {"artifact":"Linux.Detection.ProcessCreation",
           "parameters":{"CommandLineRegex":"(?:(\\\\/ru)|(\\\\/p)|(\\\\/s))","ImageRegex":"schtasks"},
           "priority":"high"}]}]}\
        """);
    api.put(
        "/api/v1/monitoring/server",
        """
        {"version":0,"entries":[{"artifact":"Server.Alerts.ProcessCreation",
          "parameters":{"WebhookTarget":"soc"}}]}\
        """);
    until(
        "the client runs the query",
        () -> api.get("/api/v1/monitoring/client/status").toString().contains("\"running\":1"));

    Path schtasks = Files.copy(Path.of("/bin/true"), folder.resolve("schtasks"));
    Files.setPosixFilePermissions(schtasks, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>(List.of(schtasks.toString()));
    command.addAll(COMMAND);
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();

    until("the sink has the message", () -> !sunk.isEmpty());
    assertThat(sunk).hasSize(1);
    JsonNode message = JsonMapper.shared().readTree(sunk.getFirst());
    assertThat(message.path("commandLine").asString()).contains("/ru system");
    assertThat(message.path("clientId").asString()).isEqualTo(clientId);
    assertThat(message.path("hostname").asString()).isNotEmpty();
    assertThat(message.path("time").asString()).isNotEmpty();
    assertThat(message.path("link").asString()).startsWith("http://127.0.0.1:" + started.port());
    assertThat(sunk.getFirst()).doesNotContain("adminpw");

    for (String artifact :
        List.of("Server.Alerts.ProcessCreation", "Linux.Detection.ProcessCreation")) {
      List<JsonNode> rows = api.query(BLOG_QUERY.formatted(artifact));
      assertThat(rows).hasSize(1);
      assertThat(rows.getFirst().path("ClientId").asString()).isEqualTo(clientId);
      assertThat(rows.getFirst().path("CommandLine").asString())
          .endsWith(String.join(" ", COMMAND));
    }
    thePageShowsTheRow(clientId);
    theSampleNotebookRuns();
  }

  private void enrolAndRunTheAgent() throws Exception {
    String data = folder.resolve("agent").toString();
    Process enrolling =
        agent(
            Map.of("SPOOR_ENROLMENT_TOKEN", started.enrolmentToken().get()),
            "enroll",
            "--server",
            "https://127.0.0.1:" + started.agentPort(),
            "--data",
            data);
    assertThat(enrolling.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(enrolling.exitValue()).as(log("enroll")).isZero();
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "NOT RUN: no audit rights; run the suite as root to play the story");
    agent = agent(Map.of(), "run", "--data", data);
    until(
        "the agent is connected",
        () -> api.get("/api/v1/clients").toString().contains("\"connected\":true"));
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  private void thePageShowsTheRow(String clientId) throws Exception {
    String id = api.post("/api/v1/notebooks", "{\"title\":\"The story\"}").path("id").asString();
    api.post(
        "/api/v1/notebooks/" + id + "/ops",
        """
        {"editId":"e1","ops":[{"op":"insert","cell":{"id":"q","type":"vql","text":"%s"},"after":null}]}\
        """
            .formatted(BLOG_QUERY.formatted("Server.Alerts.ProcessCreation")));
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(
                            List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")))) {
      String origin = "http://127.0.0.1:" + started.port();
      try (BrowserContext context = browser.newContext()) {
        context.addCookies(
            List.of(new Cookie("spoor_session", api.sessionCookie()).setUrl(origin)));
        Page page = context.newPage();
        page.setDefaultTimeout(30_000);
        page.navigate(origin + "/notebooks/" + id);
        Locator notebook = page.locator("spoor-notebook");
        notebook.waitFor();
        Locator cell = page.getByText("SELECT").first();
        cell.waitFor();
        api.post("/api/v1/notebooks/" + id + "/cells/q/run", "{}");
        page.getByText("WindowsUpdateCheck").first().waitFor();
        page.getByText("CommandLine").first().waitFor();
        page.reload();
        page.getByText("WindowsUpdateCheck").first().waitFor();
        // a picture for whoever wants to look
        page.setViewportSize(1440, 900);
        page.screenshot(
            new Page.ScreenshotOptions().setPath(Path.of("target", "story-notebook.png")));
      }
    }
    assertThat(clientId).startsWith("C.");
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
        until(
            "the sample's cell has run",
            () -> !api.get("/api/v1/runs/" + run).path("finished").isNull());
        JsonNode summary = api.get("/api/v1/runs/" + run);
        assertThat(summary.path("state").asString()).as(summary.toString()).isEqualTo("done");
        assertThat(summary.path("rows").asInt()).as(summary.toString()).isPositive();
      }
    }
  }
}
