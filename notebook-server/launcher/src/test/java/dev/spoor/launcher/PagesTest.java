package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every page in both themes, wide and narrow: nothing that axe objects to, no error of the
/// browser, nothing that is wider than the window. Leaves pictures in `target/pages`.
@Tag("long")
class PagesTest {
  private static final Path PICTURES =
      Path.of(System.getProperty("spoor.pictures", "target/pages"));

  @TempDir Path folder;
  private HttpServer sink;
  private House house;
  private House.Started started;
  private PageBrowser browser;
  private final List<String> wrong = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (int status : new int[] {200, 410, 503}) {
      sink.createContext(
          "/" + status,
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
    }
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
    browser = new PageBrowser();
    Files.createDirectories(PICTURES);
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (house != null) {
      house.close();
    }
    if (sink != null) {
      sink.stop(0);
    }
  }

  /// Each theme and each width once.
  @ParameterizedTest
  @EnumSource(names = {"LIGHT_WIDE", "DARK_NARROW"})
  void everyPageIsAccessibleAndCalm(PageBrowser.Look look) throws Exception {
    playAll(look);
  }

  @ParameterizedTest
  @EnumSource(names = {"DARK_WIDE", "LIGHT_NARROW"})
  void theOtherLooksAreToo(PageBrowser.Look look) throws Exception {
    playAll(look);
  }

  private void playAll(PageBrowser.Look look) throws Exception {
    String chosen = System.getProperty("pages.looks", "");
    assumeTrue(
        chosen.isEmpty() || List.of(chosen.split(",")).contains(look.name()),
        () -> "-Dpages.looks names " + chosen);
    String origin = "http://127.0.0.1:" + started.port();
    Page visitor = browser.open(origin, look);
    play(visitor, look, Scenes.firstRun());
    ApiClient api = new ApiClient(started.port());
    api.post(
        "/api/v1/setup",
        "{\"code\":\"%s\",\"name\":\"anna\",\"passphrase\":\"%s\"}"
            .formatted(started.setupCode().orElseThrow(), Scenes.PASSPHRASE));
    api.refresh();
    play(visitor, look, Scenes.login());
    visitor.context().close();
    Page page = browser.open(origin, look);
    page.context()
        .addCookies(List.of(new Cookie("spoor_session", api.sessionCookie()).setUrl(origin)));
    play(page, look, Scenes.empty());

    SampleHouse sample = new SampleHouse(started.fleet(), api, sink.getAddress().getPort());
    sample.fill();
    play(page, look, Scenes.notebooks(sample.notebook()));
    play(page, look, EventScenes.events());
    SampleAlerts alerts = sample.alerts();
    alerts.raise();
    play(page, look, Scenes.alerts(alerts.main()));
    play(page, look, Scenes.clients(sample.hostileClient(), sample.plainClient()));
    play(page, look, Scenes.clientMonitoring());
    play(page, look, Scenes.serverMonitoring());
    play(page, look, Scenes.administration());
    assertThat(wrong).isEmpty();
  }

  private void play(Page page, PageBrowser.Look look, List<Scene> scenes) {
    String only = System.getProperty("pages.scenes", ".*");
    for (Scene scene : scenes) {
      if (!scene.name().matches(only)) {
        continue;
      }
      String name = scene.name() + "-" + look.name().toLowerCase(Locale.ROOT).replace('_', '-');
      try {
        scene.play().accept(page);
      } catch (PlaywrightException failed) {
        // the scenes after it are looked at all the same
        wrong.add(name + ": cannot be played: " + failed.getMessage());
        page.screenshot(
            new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + "-failed.png")));
        continue;
      }
      page.evaluate("() => Promise.all(document.getAnimations().map(one => one.finished))");
      page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
      browser.complaints(scene.refusal()).forEach(said -> wrong.add(name + ": " + said));
      Axe.violations(page).forEach(found -> wrong.add(name + ": " + found));
      int wide = (int) page.evaluate("document.scrollingElement.scrollWidth");
      if (wide > look.width) {
        wrong.add(name + ": is " + wide + " px wide in a window of " + look.width);
      }
    }
  }
}
