package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a responder does with monitoring on the first day, by keyboard alone, with two real agents
/// on this machine: the wizard for a label, what it does to whom, accounts, the server's table with
/// its targets, and taking it back.
class MonitoringByKeyboardTest {
  private static final String LINUX = "Linux.Detection.ProcessCreation";
  private static final String WINDOWS = "Windows.Detection.ProcessCreation";
  private static final String LOGONS = "Linux.Events.Trackaccount";
  private static final String ALERTS = "Server.Alerts.ProcessCreation";

  @TempDir Path folder;
  private final List<String> sunk = Collections.synchronizedList(new ArrayList<>());
  private final List<Process> agents = new ArrayList<>();
  private HttpServer sink;
  private House house;
  private House.Started started;
  private ApiClient api;
  private PageBrowser browser;

  @BeforeEach
  void start() throws Exception {
    sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext(
        "/hook",
        exchange -> {
          sunk.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    sink.start();
    house =
        new House(
            new HouseConfig(
                folder.resolve("data"),
                Path.of(System.getProperty("spoor.root", ".")),
                "127.0.0.1",
                0,
                "127.0.0.1",
                0,
                Set.of("127.0.0.1:" + sink.getAddress().getPort())));
    started = house.start();
    api = new ApiClient(started.port());
    api.post(
        "/api/v1/setup",
        "{\"code\":\"%s\",\"name\":\"ivo\",\"passphrase\":\"%s\"}"
            .formatted(started.setupCode().orElseThrow(), Scenes.PASSPHRASE));
    api.refresh();
    browser = new PageBrowser();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (browser != null) {
      browser.close();
    }
    for (Process agent : agents) {
      agent.destroy();
      if (!agent.waitFor(10, TimeUnit.SECONDS)) {
        agent.destroyForcibly();
      }
    }
    if (house != null) {
      house.close();
    }
    if (sink != null) {
      sink.stop(0);
    }
  }

  private Process agent(String log, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.spoor.agent.AgentMain"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// An agent with a data folder of its own; its client id, once it is connected.
  private String startAgent(String name) throws Exception {
    Set<String> before = Set.copyOf(connected());
    String data = folder.resolve(name).toString();
    Process enrolling =
        agent(
            name + ".log",
            Map.of("SPOOR_ENROLMENT_TOKEN", started.enrolmentToken().get()),
            "enroll",
            "--server",
            "https://127.0.0.1:" + started.agentPort(),
            "--data",
            data);
    assertThat(enrolling.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(enrolling.exitValue()).as(log(name)).isZero();
    agents.add(agent(name + ".log", Map.of(), "run", "--data", data));
    SampleHouse.until(name + " is connected", () -> connected().size() > before.size());
    return connected().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
  }

  private List<String> connected() {
    List<String> ids = new ArrayList<>();
    for (JsonNode client : api.get("/api/v1/clients").path("items")) {
      if (client.path("connected").asBoolean()) {
        ids.add(client.path("clientId").asString());
      }
    }
    return ids;
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  private void label(String client, String label) {
    api.post(
        "/api/v1/clients/labels",
        "{\"clients\":[\"%s\"],\"add\":[\"%s\"],\"remove\":[]}".formatted(client, label));
  }

  /// What a client says of an artifact.
  private JsonNode state(String client, String artifact) {
    for (JsonNode one : api.get("/api/v1/clients/" + client).path("monitoring")) {
      if (one.path("artifact").asString().equals(artifact)) {
        return one;
      }
    }
    return api.get("/api/v1/clients/" + client).path("nothing");
  }

  private void untilState(String client, String artifact, String state) throws Exception {
    SampleHouse.until(
        artifact + " on " + client + " is " + state,
        () -> state(client, artifact).path("state").asString("").equals(state));
  }

  @Test
  void monitoringIsChangedByKeyboardAlone() throws Exception {
    String first = startAgent("l1");
    String second = startAgent("l2");
    label(first, "tier0");
    String origin = "http://127.0.0.1:" + started.port();
    Page page = browser.open(origin, PageBrowser.Look.LIGHT_WIDE);
    page.context()
        .addCookies(List.of(new Cookie("spoor_session", api.sessionCookie()).setUrl(origin)));
    KeyboardPages keys = new KeyboardPages(page);
    try {
      watchOnTier0(page, keys);
      untilState(first, LINUX, "running");
      untilState(first, WINDOWS, "precondition_false");
      assertThat(api.get("/api/v1/clients/" + second).path("monitoring")).isEmpty();
      theMatrixTellsIt(page, keys);
      theAuditHasBoth();

      JsonNode before = state(first, LINUX);
      label(second, "tier0");
      untilState(second, LINUX, "running");
      assertThat(state(first, LINUX)).as("the first one goes on").isEqualTo(before);

      trackAccounts(page, keys);
      untilState(first, LOGONS, "running");
      assertThat(parameters("tier0").path("LogonTypeRegex").asString()).isEqualTo("[3,10]");
      assertThat(parameters("").path("UserRegex").asString()).isEqualTo("root");

      watchOnServer(page, keys);
      stopWatching(page, keys, first);
    } finally {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("target", "monitoring-by-keyboard.png")));
    }
    assertThat(browser.complaints("")).isEmpty();
  }

  private void watchOnTier0(Page page, KeyboardPages keys) {
    keys.open("/monitoring", "Client monitoring");
    keys.press("Change");
    keys.text("watches nothing yet");
    keys.group("tier0");
    keys.tick(WINDOWS);
    keys.tick(LINUX);
    keys.go("Parameters");
    keys.type(WINDOWS, "CommandLineRegex", "schtasks.*(?:(\\/ru)|(\\/p)|(\\/s))");
    keys.text("Any one of /ru, /p, /s is enough.");
    Locator marks = page.locator(".try .ink .mark");
    marks.first().waitFor();
    assertThat(marks.allInnerTexts()).contains("/ru", "/s", "/p");
    assertThat(page.locator(".try .verdict").allInnerTexts()).contains("Match", "No");
    keys.text("looked at");
    keys.go("Review");
    keys.text("1 client");
    keys.text("changes what it runs");
    assertThat(page.locator(".changes .strong").allInnerTexts())
        .containsExactlyInAnyOrder(WINDOWS, LINUX);
    keys.launch();
  }

  private static void theMatrixTellsIt(Page page, KeyboardPages keys) {
    keys.cell(LINUX + " on tier0: 1 running").waitFor();
    keys.cell(WINDOWS + " on tier0: 1 not concerned").waitFor();
    keys.cell("Watch " + LINUX + " on all clients").waitFor();
    keys.reach(keys.cell(WINDOWS + " on tier0"));
    page.keyboard().press("Enter");
    keys.text("Does not apply: not Windows");
  }

  private void theAuditHasBoth() {
    for (JsonNode row : api.get("/api/v1/audit").path("items")) {
      if (row.path("action").asString().equals("monitoring.client")) {
        assertThat(row.toString()).contains("before").contains("schtasks");
        return;
      }
    }
    throw new AssertionError("the change is not in the audit");
  }

  private static void trackAccounts(Page page, KeyboardPages keys) {
    keys.open("/monitoring", "Client monitoring");
    keys.press("Change");
    keys.group("tier0");
    keys.tick(LOGONS);
    keys.go("Parameters");
    keys.type(LOGONS, "UserRegex", "adm_peter|svc_iis");
    keys.type(LOGONS, "LogonTypeRegex", "3,10");
    keys.text("Is not a JSON array");
    keys.type(LOGONS, "LogonTypeRegex", "[3,10]");
    // not what is only announced
    page.locator(".choice [slot=error-message]").getByText("Is not a JSON array").waitFor(gone());
    keys.go("Review");
    keys.launch();
    keys.press("Change");
    keys.group("All");
    keys.tick(LOGONS);
    keys.go("Parameters");
    keys.type(LOGONS, "UserRegex", "root");
    keys.go("Review");
    keys.launch();
  }

  private static Locator.WaitForOptions gone() {
    return new Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN);
  }

  private JsonNode parameters(String label) {
    for (JsonNode group : api.get("/api/v1/monitoring/client").path("groups")) {
      if (group.path("label").asString().equals(label)) {
        for (JsonNode entry : group.path("entries")) {
          if (entry.path("artifact").asString().equals(LOGONS)) {
            return entry.path("parameters");
          }
        }
      }
    }
    throw new AssertionError("no " + LOGONS + " on \"" + label + "\"");
  }

  private void watchOnServer(Page page, KeyboardPages keys) throws Exception {
    api.put(
        "/api/v1/secrets/hook",
        "{\"value\":\"http://127.0.0.1:%d/hook\",\"hosts\":[\"127.0.0.1\"]}"
            .formatted(sink.getAddress().getPort()));
    api.post("/api/v1/targets", "{\"name\":\"soc\",\"kind\":\"slack\",\"secret\":\"hook\"}");
    keys.open("/monitoring/server", "Server monitoring");
    keys.press("Send test");
    SampleHouse.until("the test message is there", () -> !sunk.isEmpty());
    assertThat(sunk.getFirst()).contains("\"text\"");
    assertThat(page.content()).doesNotContain("/hook");
    keys.press("Change");
    keys.tick(ALERTS);
    keys.go("Parameters");
    keys.choose(ALERTS, "WebhookTarget", "soc");
    keys.go("Review");
    keys.launch();
    keys.text("Running, 0 rows");
  }

  private void stopWatching(Page page, KeyboardPages keys, String client) throws Exception {
    keys.open("/monitoring", "Client monitoring");
    keys.press("Change");
    keys.group("tier0");
    keys.tick(LINUX);
    keys.go("Parameters");
    keys.go("Review");
    keys.text("stops on 2");
    keys.launch();
    SampleHouse.until(
        "the first one has stopped it",
        () -> state(client, LINUX).path("state").asString("").isEmpty());
    keys.open("/monitoring/history", "Monitoring history");
    assertThat(page.locator(".version").count()).isGreaterThanOrEqualTo(4);
  }
}
