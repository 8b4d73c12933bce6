package dev.spoor.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.MouseButton;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rows below a cell: marks, order, search, columns, and rows that mean harm.
class NotebookRowsTest extends NotebookBed {
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
}
