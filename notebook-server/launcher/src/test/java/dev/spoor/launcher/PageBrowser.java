package dev.spoor.launcher;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Headless Chromium, and what it complains about: errors of scripts and of the console, refusals
/// of the Content-Security-Policy among them.
final class PageBrowser implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  /// How a page is looked at.
  enum Look {
    LIGHT_WIDE(ColorScheme.LIGHT, 1440, 900),
    DARK_WIDE(ColorScheme.DARK, 1440, 900),
    LIGHT_NARROW(ColorScheme.LIGHT, 390, 844),
    DARK_NARROW(ColorScheme.DARK, 390, 844);

    final ColorScheme scheme;
    final int width;
    final int height;

    Look(ColorScheme scheme, int width, int height) {
      this.scheme = scheme;
      this.width = width;
      this.height = height;
    }

    boolean isNarrow() {
      return width < 800;
    }
  }

  PageBrowser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
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
                            "--disable-sync")));
  }

  /// A window of its own: no cookie, no stored setting.
  Page open(String origin, Look look) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(origin)
                .setColorScheme(look.scheme)
                .setTimezoneId("UTC")
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                .setViewportSize(look.width, look.height));
    Page page = context.newPage();
    page.setDefaultTimeout(30_000);
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onConsoleMessage(message -> hear(page, message));
    page.onCrash(crashed -> complaints.add(page.url() + ": the page crashed"));
    return page;
  }

  /// A big window of somebody who is logged in; pages are opened in it by [#page].
  BrowserContext signedIn(String origin, String session) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                .setViewportSize(Look.LIGHT_WIDE.width, Look.LIGHT_WIDE.height));
    context.addCookies(List.of(new Cookie("spoor_session", session).setUrl(origin)));
    context.setDefaultTimeout(20_000);
    return context;
  }

  /// A page of that window; only errors of its scripts are complaints, for a test may provoke
  /// refusals, and those stand in the console.
  Page page(BrowserContext context) {
    Page page = context.newPage();
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    return page;
  }

  private void hear(Page page, ConsoleMessage message) {
    if (Set.of("error", "assert").contains(message.type())) {
      complaints.add(page.url() + ": console " + message.type() + ": " + message.text());
    }
  }

  /// What pages complained about since the last call, without the refusal that a scene expects.
  List<String> complaints(String expected) {
    synchronized (complaints) {
      List<String> heard =
          complaints.stream()
              .filter(said -> expected.isEmpty() || !said.contains(expected))
              .toList();
      complaints.clear();
      return heard;
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
