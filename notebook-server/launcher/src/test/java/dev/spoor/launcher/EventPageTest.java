package dev.spoor.launcher;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients and events by keyboard alone: found while typing; a stretch of the day chosen, narrowed,
/// looked at row by row, exported whole.
class EventPageTest extends NotebookBed {
  private @Nullable SampleFleet fleet;

  @BeforeAll
  void fill() {
    SampleFleet made = new SampleFleet(started.fleet());
    fleet = made;
    made.enrol(60);
    api.put(
        "/api/v1/monitoring/client",
        """
        {"version":0,"groups":[{"label":"","entries":[
          {"artifact":"Linux.Detection.ProcessCreation","parameters":{},"priority":"normal"}]}]}
        """);
    made.connect();
    new SampleEvents(started.fleet(), made).send();
  }

  private void tabTo(String label) {
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      String name =
          (String)
              page.evaluate(
                  """
                  () => {
                    let at = document.activeElement;
                    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                    const label = at?.getAttribute('aria-label') ?? '';
                    const by = at?.getAttribute('aria-labelledby');
                    return label + ' ' + (at?.textContent ?? '') + ' '
                      + (by ? by.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ') : '');
                  }
                  """);
      if (name.contains(label)) {
        return;
      }
    }
    throw new AssertionError("Tab never comes to " + label);
  }

  @Test
  void clientsAreFoundWhileTyping() {
    page.navigate(origin + "/clients");
    page.getByText("60 enrolled").waitFor();
    tabTo("Search clients");
    for (var search :
        List.of(
            List.of("label:tier0", "12 of 60"),
            List.of("os:debian", "12 of 60"),
            List.of("ip:10.96", "57 of 60"),
            List.of("srv-jump1", "2 of 60"))) {
      page.keyboard().press("Control+a");
      page.keyboard().type(search.getFirst());
      assertThat(page.getByText(search.getLast())).isVisible();
    }
  }

  @Test
  void aDayIsZoomedNarrowedReadAndExported() throws IOException {
    page.navigate(origin + "/events?client=" + Objects.requireNonNull(fleet).id(13));
    page.locator("spoor-row-grid .gr").first().waitFor();
    page.locator(".hist .h b").first().waitFor();
    page.keyboard().press("/");
    page.keyboard().type("EventData.CommandLine =~ '/s'");
    page.keyboard().press("Enter");
    page.locator("mark.hit").first().waitFor();

    tabTo("Matches over time");
    page.keyboard().press("End");
    for (int i = 0; i < 40; i++) {
      page.keyboard().press("Shift+ArrowLeft");
    }
    page.getByText("selected:").waitFor();
    page.keyboard().press("Enter");
    until("the stretch is the range", () -> page.url().contains("from="));
    page.locator("mark.hit").first().waitFor();

    page.locator(".grid").focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("e");
    page.getByText("Seen before").waitFor();
    page.getByText(" of 60 clients,").first().waitFor();
    page.keyboard().press("Escape");
    page.getByText("Seen before")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));

    String words = page.locator(".hist .h b").first().textContent();
    int matches = Integer.parseInt(words.replaceAll("[^0-9]", ""));
    assertThat(matches).isPositive();
    page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Export all").setExact(true))
        .focus();
    page.keyboard().press("Enter");
    page.getByText("JSON lines, exact").waitFor();
    page.keyboard().press("ArrowDown");
    Download file = page.waitForDownload(() -> page.keyboard().press("Enter"));
    List<String> lines = Files.readAllLines(file.path());
    assertThat(lines).hasSize(matches + 1);
    JsonNode end = JsonMapper.shared().readTree(lines.getLast()).get("$end");
    assertThat(end.get("complete").booleanValue()).isTrue();
  }
}
