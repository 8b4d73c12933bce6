package dev.spoor.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The notebook page: every key, the palette, the editor, its look on big and small screens.
class NotebookPageTest extends NotebookBed {
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
}
