package dev.spoor.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/// Runs of cells on the page: streaming, stopping, failing, going stale.
class NotebookRunsTest extends NotebookBed {
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
}
