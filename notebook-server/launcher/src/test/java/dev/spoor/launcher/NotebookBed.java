package dev.spoor.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A real server and a real browser with one notebook, for tests of the notebook page. Whatever a
/// page complains of fails the test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class NotebookBed {
  static final String ROWS =
      "SELECT _value AS n, 'host-' + str(str=9 - _value) AS Host, 'schtasks /ru system' AS CommandLine"
          + " FROM range(end=10) WHERE CommandLine =~ '/ru'";
  static final double STOPPED_MS = 250;

  private Path folder;
  House house;
  House.Started started;
  ApiClient api;
  private PageBrowser browser;
  String origin = "";
  BrowserContext context;
  Page page;
  String notebook = "";

  @BeforeAll
  void startServer() throws IOException {
    folder = Files.createTempDirectory("spoor-page");
    start(0);
    api = new ApiClient(started.port());
    api.post(
        "/api/v1/setup",
        "{\"code\":\"%s\",\"name\":\"anna\",\"passphrase\":\"a long passphrase of ours\"}"
            .formatted(started.setupCode().orElseThrow()));
    api.refresh();
    origin = "http://127.0.0.1:" + started.port();
    browser = new PageBrowser();
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  final void start(int port) throws IOException {
    Path home = Path.of(System.getProperty("spoor.root", "."));
    house =
        new House(
            new HouseConfig(
                folder.resolve("data"), home, "127.0.0.1", port, "127.0.0.1", 0, Set.of()));
    started = house.start();
  }

  @AfterAll
  void stopServer() {
    if (browser != null) {
      browser.close();
    }
    if (house != null) {
      house.close();
    }
  }

  @BeforeEach
  void openContext() {
    browser.complaints("");
    context = browser.signedIn(origin, api.sessionCookie());
    page = browser.page(context);
    notebook = api.post("/api/v1/notebooks", "{\"title\":\"Page\"}").path("id").asString();
  }

  @AfterEach
  void closeContext() {
    context.close();
    assertThat(browser.complaints("")).isEmpty();
  }

  void cells(String... texts) {
    ArrayNode ops = JsonNodeFactory.instance.arrayNode();
    String after = null;
    for (int i = 0; i < texts.length; i++) {
      ObjectNode op = ops.addObject().put("op", "insert").put("after", after);
      after = "c" + (i + 1);
      op.putObject("cell").put("id", after).put("type", "vql").put("text", texts[i]);
    }
    ops("setup", ops);
  }

  void ops(String editId, ArrayNode ops) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("editId", editId);
    body.set("ops", ops);
    api.post("/api/v1/notebooks/" + notebook + "/ops", body.toString());
  }

  void open() {
    go(page);
  }

  Page another() {
    Page other = browser.page(context);
    go(other);
    return other;
  }

  void go(Page to) {
    to.navigate(origin + "/notebooks/" + notebook);
    to.locator("spoor-cell").first().waitFor();
  }

  List<JsonNode> saved() {
    return api.get("/api/v1/notebooks/" + notebook).path("cells").valueStream().toList();
  }

  List<String> ids() {
    return saved().stream().map(cell -> cell.path("id").asString()).toList();
  }

  String text(String id) {
    return saved().stream()
        .filter(cell -> cell.path("id").asString().equals(id))
        .map(cell -> cell.path("text").asString())
        .findFirst()
        .orElse("");
  }

  Locator cell(String id) {
    return cell(page, id);
  }

  static Locator cell(Page on, String id) {
    return on.locator("spoor-cell[data-cell='" + id + "']");
  }

  String focused() {
    return String.valueOf(
        page.evaluate("() => document.querySelector('spoor-notebook').focusedCell ?? ''"));
  }

  void keys(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  void run(String id) {
    cell(id).focus();
    keys("Control+Enter");
    assertThat(cell(id).locator(".meta")).containsText("row");
    assertThat(cell(id).locator(".prog")).hasCount(0);
  }

  void editor() {
    page.locator(".cm-editor.cm-focused").waitFor();
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s until " + what).isLessThan(deadline);
      try {
        TimeUnit.MILLISECONDS.sleep(40);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  static double number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).doubleValue();
  }

  /// In pixels; 0 while the grid is being drawn anew.
  static double width(Locator element) {
    BoundingBox box = element.boundingBox();
    return box == null ? 0 : box.width;
  }
}
