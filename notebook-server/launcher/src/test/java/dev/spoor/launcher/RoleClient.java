package dev.spoor.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the API as one user, and tells the status whatever it is.
final class RoleClient {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PASSPHRASE = "a long passphrase of ours";

  private final int port;
  private final HttpClient http;
  private String csrf = "";

  private RoleClient(int port) {
    this.port = port;
    http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    csrf = json("GET", "/api/v1/session", null).path("csrf").asString("");
  }

  /// The first administrator.
  static RoleClient setUp(int port, String code) {
    RoleClient admin = new RoleClient(port);
    admin.json(
        "POST",
        "/api/v1/setup",
        "{\"code\":\"%s\",\"name\":\"root\",\"passphrase\":\"%s\"}".formatted(code, PASSPHRASE));
    admin.csrf = admin.json("GET", "/api/v1/session", null).path("csrf").asString("");
    return admin;
  }

  static RoleClient nobody(RoleClient other) {
    return new RoleClient(other.port);
  }

  /// A new user of that role, logged in.
  RoleClient withRole(String name, String role) {
    json(
        "POST",
        "/api/v1/users",
        "{\"name\":\"%s\",\"role\":\"%s\",\"passphrase\":\"%s\"}"
            .formatted(name, role, PASSPHRASE));
    RoleClient client = new RoleClient(port);
    client.json(
        "POST",
        "/api/v1/session",
        "{\"name\":\"%s\",\"passphrase\":\"%s\"}".formatted(name, PASSPHRASE));
    client.csrf = client.json("GET", "/api/v1/session", null).path("csrf").asString("");
    return client;
  }

  int status(String method, String path, @Nullable String body) {
    return send(method, path, body).statusCode();
  }

  JsonNode json(String method, String path, @Nullable String body) {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() >= 300) {
      throw new AssertionError(method + " " + path + ": " + response.body());
    }
    return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body) {
    String origin = "http://127.0.0.1:" + port;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!method.equals("GET")) {
      request.header("Origin", origin).header("X-Spoor-CSRF", csrf);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
