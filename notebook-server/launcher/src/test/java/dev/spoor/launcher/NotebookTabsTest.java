package dev.spoor.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What two tabs, and a server that starts anew, make of one notebook.
class NotebookTabsTest extends NotebookBed {
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
