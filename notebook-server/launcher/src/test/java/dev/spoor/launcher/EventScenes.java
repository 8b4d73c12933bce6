package dev.spoor.launcher;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.List;

/// The page of events in the states that matter.
final class EventScenes {
  private EventScenes() {}

  static List<Scene> events() {
    return List.of(
        Scene.of("events", page -> open(page, "/events")),
        Scene.of(
            "events-condition",
            page -> {
              condition(page, "EventData.CommandLine =~ '(/ru|/p|/s)'");
              page.locator("mark.hit").first().waitFor();
            }),
        Scene.of(
            "events-row",
            page -> {
              page.locator(".grid").focus();
              page.keyboard().press("ArrowDown");
              page.keyboard().press("e");
              page.getByText("Seen before").waitFor();
              page.getByText(" of 200 clients,").first().waitFor();
            }),
        Scene.of(
            "events-selected",
            page -> {
              page.keyboard().press("Escape");
              chart(page).focus();
              for (int i = 0; i < 12; i++) {
                page.keyboard().press("ArrowLeft");
              }
              for (int i = 0; i < 8; i++) {
                page.keyboard().press("Shift+ArrowLeft");
              }
              page.getByText("selected:").waitFor();
            }),
        Scene.of(
            "events-zoomed",
            page -> {
              page.keyboard().press("Enter");
              page.waitForURL(address -> address.contains("from="), inPlace());
              page.getByText("match").first().waitFor();
            }),
        Scene.of(
            "events-export",
            page -> {
              open(page, "/events");
              page.getByText("Export all").click();
              page.getByText("CSV, formulas made safe").waitFor();
            }),
        Scene.refused(
            "events-wrong",
            400,
            page -> {
              open(page, "/events");
              condition(page, "Hostname =~ 'srv' GROUP Hostname");
              page.getByRole(AriaRole.ALERT).getByText("Line 1, column").waitFor();
            }),
        Scene.of(
            "events-none",
            page -> {
              page.navigate("/events?q=Hostname%20%3D%20%27nobody%27");
              page.getByText("0 rows in the last 24 hours").waitFor();
            }));
  }

  /// The address changes without a new document.
  private static Page.WaitForURLOptions inPlace() {
    return new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT);
  }

  private static Locator chart(Page page) {
    return page.locator(".hchart");
  }

  static void open(Page page, String address) {
    page.navigate(address);
    page.locator("spoor-row-grid .gr").first().waitFor();
    page.locator(".hist .h b").first().waitFor();
    page.locator(".fac label")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
  }

  static void condition(Page page, String text) {
    Locator editor = page.locator(".qb .cm-content");
    editor.click();
    editor.press("Control+a");
    page.keyboard().insertText(text);
    page.keyboard().press("Enter");
  }
}
