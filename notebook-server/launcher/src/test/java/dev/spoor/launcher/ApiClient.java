package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Speaks to the API as a page does: cookie, Origin and CSRF token.
public final class ApiClient {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String origin;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http;
  private String csrf = "";

  public ApiClient(int port) {
    origin = "http://127.0.0.1:" + port;
    http =
        HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    refresh();
  }

  /// The CSRF token belongs to the session: a new one after log-in.
  public void refresh() {
    csrf = get("/api/v1/session").path("csrf").asString("");
  }

  void logIn(String name, String passphrase) {
    post("/api/v1/session", "{\"name\":\"%s\",\"passphrase\":\"%s\"}".formatted(name, passphrase));
    refresh();
  }

  public String sessionCookie() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("spoor_session"))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElseThrow();
  }

  public JsonNode get(String path) {
    return json(send(HttpRequest.newBuilder(URI.create(origin + path)).GET(), path));
  }

  public JsonNode post(String path, String body) {
    return json(text("POST", path, body));
  }

  public JsonNode put(String path, String body) {
    return json(text("PUT", path, body));
  }

  private String text(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Origin", origin)
            .header("X-Spoor-CSRF", csrf)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)),
        path);
  }

  /// The rows of a query; fails when the stream does not end as complete.
  public List<JsonNode> query(String vql) {
    String body = JsonNodeFactory.instance.objectNode().put("vql", vql).toString();
    List<JsonNode> rows = new ArrayList<>();
    JsonNode end = null;
    for (String line : text("POST", "/api/v1/query", body).split("\n", -1)) {
      if (!line.isEmpty()) {
        JsonNode json = JSON.readTree(line);
        if (json.has("$end")) {
          end = json.path("$end");
        } else {
          rows.add(json);
        }
      }
    }
    assertThat(end).as("the stream has an end").isNotNull();
    assertThat(end.path("complete").asBoolean()).as(String.valueOf(end)).isTrue();
    return rows;
  }

  private String send(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<String> response =
          http.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path + " " + response.body()).isLessThan(300);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    return text.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(text);
  }
}
