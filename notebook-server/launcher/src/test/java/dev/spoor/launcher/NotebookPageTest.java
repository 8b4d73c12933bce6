package dev.spoor.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.MouseButton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The notebook page in a real browser, on the real server: every key, what two tabs make of one
/// notebook, hostile rows, long runs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class NotebookPageTest {
  private static final String ROWS =
      "SELECT _value AS n, 'host-' + str(str=9 - _value) AS Host, 'schtasks /ru system' AS CommandLine"
          + " FROM range(end=10) WHERE CommandLine =~ '/ru'";
  private static final double STOPPED_MS = 250;

  private Path folder;
  private House house;
  private House.Started started;
  private ApiClient api;
  private TestBrowser browser;
  private String origin = "";
  private BrowserContext context;
  private Page page;
  private String notebook = "";

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
    browser = new TestBrowser();
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  private void start(int port) throws IOException {
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
    browser.complaints.clear();
    context = browser.context(origin, api.sessionCookie());
    page = browser.page(context);
    notebook = api.post("/api/v1/notebooks", "{\"title\":\"Page\"}").path("id").asString();
  }

  @AfterEach
  void closeContext() {
    context.close();
    assertThat(browser.complaints).isEmpty();
  }

  // --- tools -------------------------------------------------------------------------------------

  private void cells(String... texts) {
    ArrayNode ops = JsonNodeFactory.instance.arrayNode();
    String after = null;
    for (int i = 0; i < texts.length; i++) {
      ObjectNode op = ops.addObject().put("op", "insert").put("after", after);
      after = "c" + (i + 1);
      op.putObject("cell").put("id", after).put("type", "vql").put("text", texts[i]);
    }
    ops("setup", ops);
  }

  private void ops(String editId, ArrayNode ops) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("editId", editId);
    body.set("ops", ops);
    api.post("/api/v1/notebooks/" + notebook + "/ops", body.toString());
  }

  private void open() {
    go(page);
  }

  private Page another() {
    Page other = browser.page(context);
    go(other);
    return other;
  }

  private void go(Page to) {
    to.navigate(origin + "/notebooks/" + notebook);
    to.locator("spoor-cell").first().waitFor();
  }

  private List<JsonNode> saved() {
    return api.get("/api/v1/notebooks/" + notebook).path("cells").valueStream().toList();
  }

  private List<String> ids() {
    return saved().stream().map(cell -> cell.path("id").asString()).toList();
  }

  private String text(String id) {
    return saved().stream()
        .filter(cell -> cell.path("id").asString().equals(id))
        .map(cell -> cell.path("text").asString())
        .findFirst()
        .orElse("");
  }

  private Locator cell(String id) {
    return cell(page, id);
  }

  private static Locator cell(Page on, String id) {
    return on.locator("spoor-cell[data-cell='" + id + "']");
  }

  private String focused() {
    return String.valueOf(
        page.evaluate("() => document.querySelector('spoor-notebook').focusedCell ?? ''"));
  }

  private void keys(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  private void run(String id) {
    cell(id).focus();
    keys("Control+Enter");
    assertThat(cell(id).locator(".meta")).containsText("row");
    assertThat(cell(id).locator(".prog")).hasCount(0);
  }

  private void editor() {
    page.locator(".cm-editor.cm-focused").waitFor();
  }

  private static void until(String what, BooleanSupplier condition) {
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

  private static double number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).doubleValue();
  }

  // --- keys --------------------------------------------------------------------------------------

  @Test
  void everyKeyOfACell() {
    cells(
        "SELECT 1 AS One FROM scope()",
        "SELECT 2 AS Two FROM scope()",
        "SELECT 3 AS Three FROM scope()");
    open();
    until("the first cell has the focus", () -> focused().equals("c1"));
    keys("j", "j", "j");
    assertThat(focused()).isEqualTo("c3");
    keys("k", "k");
    assertThat(focused()).isEqualTo("c1");

    keys("Enter");
    editor();
    page.keyboard().type(" LIMIT 5");
    keys("Escape");
    assertThat(focused()).isEqualTo("c1");
    until("the text is saved", () -> text("c1").endsWith(" LIMIT 5"));

    keys("Control+Enter");
    assertThat(cell("c1").locator(".gc").first()).hasText("1");
    assertThat(focused()).isEqualTo("c1");
    keys("Shift+Enter");
    until("the next cell has the focus", () -> focused().equals("c2"));
    keys("Alt+Enter");
    editor();
    until("a cell is inserted below", () -> ids().size() == 4);
    assertThat(ids().get(1)).isEqualTo("c2");
    assertThat(ids().get(3)).isEqualTo("c3");
    assertThat(cell("c2").locator(".gc").first()).hasText("2");
    keys("Escape");

    cell("c3").focus();
    keys("a");
    until("a cell stands above", () -> ids().size() == 5 && ids().get(4).equals("c3"));
    cell("c3").focus();
    keys("b");
    until("a cell stands below", () -> ids().size() == 6 && ids().get(4).equals("c3"));
    cell("c3").focus();
    keys("d", "d");
    until("the cell is gone", () -> !ids().contains("c3"));
    keys("z");
    until("the cell is back in its place", () -> ids().size() == 6 && ids().get(4).equals("c3"));
    until("it has the focus", () -> focused().equals("c3"));

    keys("m");
    until("it is text", () -> saved().get(4).path("type").asString().equals("markdown"));
    keys("y");
    until("it is a query", () -> saved().get(4).path("type").asString().equals("vql"));

    keys("c", "v");
    until("a copy stands below", () -> ids().size() == 7);
    assertThat(saved().get(5).path("text").asString()).isEqualTo("SELECT 3 AS Three FROM scope()");
    cell("c3").focus();
    keys("x");
    until("it is cut", () -> !ids().contains("c3"));
    keys("Shift+V");
    until("it is pasted", () -> ids().size() == 7);

    keys("?");
    assertThat(page.locator(".dlg .keys")).containsText("Delete the cell");
    keys("Escape");
    assertThat(page.locator(".dlg")).hasCount(0);
  }

  @Test
  void thePaletteFindsCommandsPlacesAndArtifacts() {
    cells("SELECT 1 AS One FROM scope()");
    open();
    keys("Control+k");
    page.keyboard().type("insert a cell below");
    assertThat(page.locator(".pal .it.on")).containsText("Insert a cell below");
    keys("Enter");
    until("the command was done", () -> ids().size() == 2);
    keys("Control+k");
    page.keyboard().type("linux process");
    assertThat(page.locator(".pal .it.on")).containsText("Linux.Detection.ProcessCreation");
    keys("Enter");
    editor();
    until(
        "a query of the artifact is inserted",
        () -> saved().toString().contains("source(artifact='Linux.Detection.ProcessCreation')"));
    keys("Escape", "Control+k", "Escape");
    assertThat(page.locator(".pal")).hasCount(0);
    assertThat(focused()).isNotEmpty();
  }

  // --- the editor --------------------------------------------------------------------------------

  @Test
  void theEditorCompletesExplainsAndMends() {
    cells("SELECT _value FROM range(end=3) GROUP _value");
    open();
    cell("c1").focus();
    keys("Enter");
    editor();
    page.locator(".cm-lintRange-error").first().waitFor();
    keys("Control+.");
    assertThat(page.locator(".cm-content")).containsText("GROUP BY");
    assertThat(page.locator(".cm-lintRange-error")).hasCount(0);

    keys("Control+a");
    page.keyboard().type("SELECT * FROM ran");
    assertThat(page.locator(".cm-tooltip-autocomplete")).containsText("range");
    page.locator(".cm-completionInfo").getByText("Counts from start up to end").waitFor();
    keys("Tab");
    page.keyboard().type("3");
    until("the call is written", () -> text("c1").equals("SELECT * FROM range(end=3)"));
    keys("Control+a");
    page.keyboard().type("SELECT * FROM source(artifact='Linux.Det");
    assertThat(page.locator(".cm-tooltip-autocomplete"))
        .containsText("Linux.Detection.ProcessCreation");
    keys("Escape", "Control+a");
    page.keyboard().type("SELECT * FROM range(end=2)");
    keys("Escape");
    page.locator(".cm-line .tf").first().hover();
    assertThat(page.locator(".cm-tooltip-hover")).containsText("which is not reached");
  }

  // --- rows --------------------------------------------------------------------------------------

  @Test
  void rowsAreMarkedSortedFoundAndCopied() {
    cells(ROWS);
    open();
    run("c1");
    assertThat(cell("c1").locator("mark.hit").first()).hasText("/ru");
    Locator first = cell("c1").locator(".gr").first().locator(".gc").first();
    assertThat(first).hasText("0");
    cell("c1").locator(".gh").nth(1).click();
    assertThat(cell("c1").locator(".gh").nth(1)).hasAttribute("aria-sort", "ascending");
    assertThat(first).hasText("9");

    cell("c1").locator(".grid").focus();
    keys("/");
    page.keyboard().type("HOST-3");
    assertThat(cell("c1").locator(".gfind")).containsText("1 of 10 rows");
    assertThat(first).hasText("6");
    keys("Enter", "Shift+C");
    assertThat(page.locator(".toast")).containsText("formulas made safe");
    assertThat(page.evaluate("() => navigator.clipboard.readText()"))
        .isEqualTo("n\tHost\tCommandLine\n6\thost-3\tschtasks /ru system");
    keys("e");
    assertThat(page.locator("spoor-row-panel .ih")).containsText("Row 1 of 1");
    assertThat(page.locator("spoor-row-panel .kv mark.hit")).hasText("/ru");
    keys("Escape", "Escape");

    cell("c1").locator(".grid").focus();
    keys("End", "h");
    assertThat(cell("c1").locator(".gh")).hasCount(2);
    page.reload();
    cell("c1").locator(".gr").first().waitFor();
    assertThat(cell("c1").locator(".gh")).hasCount(2);
    assertThat(cell("c1").locator(".gh").nth(1)).hasAttribute("aria-sort", "ascending");
    assertThat(cell("c1").locator(".cft")).containsText("1 column hidden");
  }

  @Test
  void columnsAreWidenedByPointerAndKeyAndKept() {
    cells(ROWS);
    open();
    run("c1");
    Locator host = cell("c1").locator(".gh").nth(1);
    double before = width(host);
    BoundingBox edge = host.locator(".rz").boundingBox();
    page.mouse().move(edge.x + edge.width / 2, edge.y + edge.height / 2);
    page.mouse().down();
    page.mouse().move(edge.x + 60, edge.y + edge.height / 2);
    page.mouse().up();
    until("the column is wider", () -> width(host) > before + 40);
    assertThat(host).hasAttribute("aria-sort", "none");
    double pulled = width(host);
    cell("c1").locator(".grid").focus();
    keys("ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight");
    until("the column is wider still", () -> width(host) > pulled + 25);
    double kept = width(host);
    page.reload();
    cell("c1").locator(".gr").first().waitFor();
    assertThat(width(host)).isCloseTo(kept, within(2.0));
    cell("c1")
        .locator(".gr")
        .first()
        .locator(".gc")
        .nth(1)
        .click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Only this")).click();
    until("the condition is in the query", () -> text("c1").endsWith("AND Host = 'host-9'"));
  }

  /// In pixels; 0 while the grid is being drawn anew.
  private static double width(Locator element) {
    BoundingBox box = element.boundingBox();
    return box == null ? 0 : box.width;
  }

  /// Pictures for whoever wants to look; and nothing may make the page scroll sideways.
  @Test
  void thePageFitsBigAndSmallScreensInBothThemes() {
    cells(
        ROWS,
        "SELECT Hostname, count() AS n FROM source(artifact='Linux.Detection.ProcessCreation')"
            + " WHERE CommandLine =~ 'Perflog' GROUP Hostname",
        "SELECT * FROM source(artifact='Linux.Detection.ProcessCreation')");
    open();
    for (String id : List.of("c1", "c2", "c3")) {
      cell(id).focus();
      keys("Control+Enter");
      assertThat(cell(id).locator(".meta")).containsText("row");
    }
    assertThat(cell("c2").locator(".err")).containsText("Line 1, column");
    assertThat(cell("c3").locator(".zero")).containsText("0 rows in the last 24 hours");
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      for (int width : new int[] {1440, 390, 320}) {
        page.setViewportSize(width, 900);
        cell("c1").locator(".gr").first().waitFor();
        assertThat(
                number(
                    page.evaluate(
                        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth")))
            .as("%s, %d px", theme, width)
            .isLessThanOrEqualTo(0);
        assertThat(page.locator("spoor-notebook .top").boundingBox().y)
            .as("the bar stays at the top, %d px", width)
            .isGreaterThanOrEqualTo(0);
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(
                    Path.of(
                        "target",
                        "notebook-"
                            + theme.name().toLowerCase(Locale.ROOT)
                            + "-"
                            + width
                            + ".png")));
      }
    }
  }

  @Test
  void hostileRowsAreShownExactlyAndDoNothing() throws Exception {
    cells(
        """
        LET q = SELECT '%s' AS X FROM range(end=1049)
        SELECT '<img src=x onerror="window.__hostile=1"><script>window.__hostile=2</script>' AS Html,
          '\\x1b[31mred\\x1b[0m' AS Ansi, 'invoice\\xe2\\x80\\xaefdp.exe' AS Bidi, 'a\\x00b' AS Nul,
          '=cmd|\\'/c calc\\'!A0' AS Formula, join(array=q.X, sep='') AS Long, 'javascript:alert(1)' AS Url
        FROM scope()\
        """
            .formatted("0123456789".repeat(100)));
    open();
    run("c1");
    Locator row = cell("c1").locator(".gr").first();
    assertThat(row)
        .containsText(
            "<img src=x onerror=\"window.__hostile=1\"><script>window.__hostile=2</script>");
    for (String name : List.of("ESC", "U+202E", "NUL")) {
      assertThat(row.locator(".mark[data-name='" + name + "']").first()).isVisible();
    }
    assertThat(row).containsText("=cmd|'/c calc'!A0");
    assertThat(row).containsText("1.0 MB");
    assertThat(number(row.evaluate("row => row.textContent.length"))).isLessThan(3_000);
    assertThat(row.locator("img, script, a, iframe, style")).hasCount(0);
    // what a copy gives is what arrived
    cell("c1").locator(".grid").focus();
    keys("Home", "ArrowRight", "Control+c");
    assertThat(page.locator(".toast")).containsText("Copied 12 characters");
    assertThat(page.evaluate("() => navigator.clipboard.readText()"))
        .isEqualTo("\u001b[31mred\u001b[0m");
    keys("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Control+c");
    assertThat(page.locator(".toast").last()).containsText("Copied 1,049,000 characters");
    keys("Shift+C");
    assertThat(page.locator(".toast").last()).containsText("formulas made safe");
    assertThat(String.valueOf(page.evaluate("() => navigator.clipboard.readText()")))
        .contains("\t'=cmd|'/c calc'!A0\t");
    keys("e");
    page.locator("spoor-row-panel").getByRole(AriaRole.BUTTON).getByText("Open").first().waitFor();
    assertThat(page.locator("spoor-row-panel img, spoor-row-panel script")).hasCount(0);
    assertThat(page.evaluate("() => window.__hostile")).isNull();
  }

  // --- runs --------------------------------------------------------------------------------------

  @Test
  void aLongRunStreamsStopsAtOnceAndKeepsItsRows() {
    cells("SELECT Timestamp FROM clock(ms=5)");
    open();
    double best = Double.MAX_VALUE;
    for (int attempt = 0; attempt < 8 && best > STOPPED_MS; attempt++) {
      cell("c1").focus();
      keys("Control+Enter");
      Locator count = cell("c1").locator(".cft b").first();
      count.waitFor();
      String before = count.innerText();
      until("the count moves", () -> !count.innerText().equals(before));
      best =
          Math.min(
              best,
              number(
                  page.evaluate(
                      """
                      async () => {
                        const cell = document.querySelector('spoor-notebook').shadowRoot
                            .querySelector('spoor-cell');
                        const start = performance.now();
                        cell.querySelector('.cft button').click();
                        while (cell.querySelector('.prog')) {
                          await new Promise((done) => setTimeout(done, 2));
                        }
                        return performance.now() - start;
                      }\
                      """)));
      assertThat(cell("c1").locator(".chd")).containsText("Partial");
      assertThat(cell("c1").locator(".meta")).containsText("≥");
      assertThat(cell("c1").locator(".gr").first()).isVisible();
    }
    assertThat(best).as("milliseconds from Stop to stopped").isLessThan(STOPPED_MS);
  }

  @Test
  void oldRowsStayUntilTheFirstNewRow() {
    cells("SELECT 'old' AS Age FROM scope()");
    open();
    run("c1");
    cell("c1").focus();
    keys("Enter");
    editor();
    keys("Control+a");
    page.keyboard()
        .insertText("SELECT * FROM delay(query={ SELECT 'new' AS Age FROM scope() }, delay=1.5)");
    assertThat(cell("c1").locator(".chd")).containsText("Edited");
    keys("Control+Enter");
    assertThat(cell("c1").locator(".chd")).containsText("Running");
    assertThat(cell("c1").locator(".gr").first()).containsText("old");
    assertThat(cell("c1").locator(".gr").first()).containsText("new");
    assertThat(cell("c1").locator(".gr")).hasCount(1);
  }

  @Test
  void aFailedRunLeavesTheGoodRowsAndSaysWhereItFailed() {
    cells("SELECT 'good' AS A FROM scope()");
    open();
    run("c1");
    cell("c1").focus();
    keys("Enter");
    editor();
    keys("Control+a");
    page.keyboard().insertText("SELECT 'bad' FORM scope()");
    keys("Control+Enter");
    assertThat(cell("c1").locator(".chd")).containsText("Error");
    assertThat(cell("c1").locator(".err")).containsText("Line 1, column");
    for (int i = 0; i < 2; i++) {
      assertThat(cell("c1").locator(".gr").first()).containsText("good");
      assertThat(cell("c1").locator(".cft")).containsText("Last good rows are from");
      assertThat(cell("c1").locator(".chd")).containsText("Error");
      page.reload();
    }
  }

  @Test
  void staleByTimeRangeSurvivesAReload() {
    cells("SELECT 1 AS One FROM scope()");
    open();
    run("c1");
    keys("t");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Last 7 d")).click();
    assertThat(cell("c1").locator(".chd")).containsText("Stale: time range changed");
    until(
        "the range is saved",
        () ->
            api.get("/api/v1/notebooks/" + notebook)
                .path("timeRange")
                .path("last")
                .asString()
                .equals("7d"));
    page.reload();
    assertThat(cell("c1").locator(".chd")).containsText("Stale: time range changed");
    keys("Control+Shift+R");
    assertThat(cell("c1").locator(".chd")).not().containsText("Stale");
    keys("t");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Last 24 h")).click();
    assertThat(cell("c1").locator(".chd")).containsText("Stale: time range changed");
    cell("c1").focus();
    keys("Control+Enter");
    assertThat(cell("c1").locator(".chd")).not().containsText("Stale");
    page.reload();
    assertThat(cell("c1").locator(".gr").first()).isVisible();
    assertThat(cell("c1").locator(".chd")).not().containsText("Stale");
    assertThat(page.locator(".pill")).containsText("Last 24 h");
  }

  // --- several tabs, restarts --------------------------------------------------------------------

  @Test
  void aSecondTabSeesEditsAndRuns() {
    cells("SELECT 1 AS One FROM scope()");
    open();
    Page other = another();
    cell("c1").focus();
    keys("Enter");
    editor();
    page.keyboard().type(" LIMIT 3");
    assertThat(cell(other, "c1")).containsText("LIMIT 3");
    keys("Control+Enter");
    assertThat(cell(other, "c1").locator(".gc").first()).hasText("1");
    keys("b");
    assertThat(other.locator("spoor-cell")).hasCount(2);
  }

  @Test
  void twoTabsEditTheSameCellAndNoTextIsLost() {
    cells("SELECT 1 AS One FROM scope()");
    open();
    Page other = another();
    AtomicReference<@Nullable Route> held = new AtomicReference<>();
    other.route(
        Pattern.compile(".*/ops"),
        route -> {
          if (!held.compareAndSet(null, route)) {
            route.resume();
          }
        });
    cell(other, "c1").focus();
    other.keyboard().press("Enter");
    other.locator(".cm-editor.cm-focused").waitFor();
    other.keyboard().type(" -- theirs");
    other.waitForCondition(() -> held.get() != null);

    cell("c1").focus();
    keys("Enter");
    editor();
    page.keyboard().type(" -- ours");
    keys("Escape");
    until("ours is saved", () -> text("c1").endsWith(" -- ours"));
    Objects.requireNonNull(held.get()).resume();

    assertThat(other.locator(".dlg")).containsText("This cell was changed while you were typing");
    assertThat(other.locator(".dlg")).containsText("-- theirs");
    assertThat(other.locator(".dlg")).containsText("-- ours");
    other.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keep theirs")).click();
    until("both texts are saved", () -> ids().size() == 2);
    assertThat(saved().get(1).path("conflictOf").asString()).isEqualTo("c1");
    assertThat(saved().get(1).path("text").asString()).endsWith(" -- theirs");
    assertThat(text("c1")).endsWith(" -- ours");
    assertThat(page.locator("spoor-cell")).hasCount(2);
  }

  @Test
  void textAndResultsSurviveARestartOfTheServer() throws IOException {
    cells(ROWS);
    open();
    run("c1");
    int port = started.port();
    house.close();
    assertThat(page.locator(".bann")).containsText("The server does not answer");
    cell("c1").focus();
    keys("Enter");
    editor();
    page.keyboard().type(" LIMIT 8");
    assertThat(page.locator("[data-save]")).hasAttribute("data-save", "kept");
    start(port);
    assertThat(page.locator(".bann")).hasCount(0);
    until("what was typed meanwhile is saved", () -> text("c1").endsWith(" LIMIT 8"));
    keys("Escape");
    assertThat(cell("c1").locator(".gr")).hasCount(10);
    page.reload();
    assertThat(cell("c1").locator(".gr")).hasCount(10);
    assertThat(cell("c1").locator(".chd")).containsText("Edited");
    cell("c1").locator(".gh").nth(1).click();
    assertThat(cell("c1").locator(".gr").first().locator(".gc").first()).hasText("9");
  }
}
