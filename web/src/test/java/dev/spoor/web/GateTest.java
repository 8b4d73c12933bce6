package dev.spoor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the container lets in, and what it gives away.
class GateTest {
  private final PageServer server = new PageServer(false);
  private final HttpClient http = HttpClient.newHttpClient();
  private int front;

  @BeforeEach
  void start() {
    assumeTrue(
        GateTest.class.getResource("/META-INF/VAADIN/webapp/index.html") != null,
        "NOT RUN: the pages were not built (-Dskip.frontend)");
    front = server.start(0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void refusesWhoDoesNotKnowTheSecret() throws Exception {
    assertThat(direct("/")).isEqualTo(403);
    assertThat(direct("/", "X-Spoor-Gate", "guess")).isEqualTo(403);
    assertThat(direct("/spoor-boot.js")).isEqualTo(403);
    assertThat(direct("/VAADIN/push")).isEqualTo(403);
    assertThat(direct("/spoor-boot.js", "X-Spoor-Gate", PageServer.SECRET)).isEqualTo(200);
  }

  @Test
  void theContainersSessionIsBoundToTheSessionAndDiesWithIt() throws Exception {
    String first = container(get("/login", "spoor_session=" + server.session("one")));
    assertThat(again("one", first)).as("the same session keeps it").isEqualTo(first);

    server.session("two");
    assertThat(again("two", first)).as("another session gets another").isNotEqualTo(first);
    String second = container(get("/login", "spoor_session=one"));
    server.end("one");
    server.session("one");
    assertThat(again("one", second)).as("it died with the session").isNotEqualTo(second);
  }

  @Test
  void theContainersCookieIsOutOfReachOfScriptsAndOtherSites() throws Exception {
    String cookie = get("/login", "a=b").headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
  }

  @Test
  void everyPageHasItsOwnNumberAndNoWayAroundIt() throws Exception {
    HttpResponse<String> page = get("/login", "a=b");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy).doesNotContain("unsafe").contains("default-src 'none'");
    String nonce = find("script-src 'self' 'nonce-([^']+)'", policy);
    assertThat(policy).contains("style-src 'self' 'nonce-" + nonce + "'");
    assertThat(page.body()).contains("<meta name=\"spoor-nonce\" content=\"" + nonce + "\">");
    Matcher scripts = Pattern.compile("<script\\b[^>]*>").matcher(page.body());
    List<String> tags = scripts.results().map(r -> r.group()).toList();
    assertThat(tags).isNotEmpty().allSatisfy(tag -> assertThat(tag).contains(nonce));

    String next =
        get("/login", "a=b").headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(next).doesNotContain(nonce);
  }

  private String again(String session, String container) throws Exception {
    HttpResponse<String> page =
        get("/login", "spoor_session=" + session + "; JSESSIONID=" + container);
    return page.headers().firstValue("Set-Cookie").isEmpty() ? container : container(page);
  }

  private static String container(HttpResponse<String> page) {
    return find("JSESSIONID=([^;]+)", page.headers().firstValue("Set-Cookie").orElseThrow());
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }

  private HttpResponse<String> get(String path, String cookie)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front + path))
            .header("Cookie", cookie)
            .header("Accept", "text/html")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int direct(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.pagePort() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
