package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.Logins;
import dev.spoor.server.access.Role;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Sessions;
import dev.spoor.server.access.Settings;
import dev.spoor.server.access.SetupCode;
import dev.spoor.server.access.Users;
import dev.spoor.server.alert.AlertEvidence;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.alert.Decisions;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.client.MonitoringStates;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.Redactor;
import dev.spoor.server.event.InMemoryEventStore;
import dev.spoor.server.http.alert.AlertRoutes;
import dev.spoor.server.http.alert.DecisionRoutes;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Notebooks;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real front on a port that the kernel picks, over a real database, with a clock moved by hand.
final class TestFront implements AutoCloseable {
  static final String PASSPHRASE = "correct horse battery";
  static final ClientId WEB = new ClientId("C.00000000000000a1");
  static final JsonMapper JSON = JsonMapper.shared();

  volatile Instant now = Instant.parse("2026-11-24T16:00:00Z");
  final AtomicBoolean ready = new AtomicBoolean(true);
  final Vertx vertx = SpoorVertx.create();
  final Database database;
  final Audit audit;
  final Users users;
  final Sessions sessions;
  final Settings settings;
  final Clients clients;
  final Alerts alerts;
  final AlertEvidence evidence = new AlertEvidence(new InMemoryEventStore());
  final HttpServer server;
  final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  TestFront(Path folder, Optional<Pages> pages, RouteGroup... more) {
    this(folder, HttpConfig.local(0), pages, more);
  }

  TestFront(Path folder, HttpConfig config, Optional<Pages> pages, RouteGroup... more) {
    this(folder, config, pages, front -> List.of(more));
  }

  /// @param more routes that need what the front is made of
  TestFront(
      Path folder,
      HttpConfig config,
      Optional<Pages> pages,
      Function<TestFront, List<RouteGroup>> more) {
    database = Database.open(folder.resolve("spoor.db"));
    audit = new Audit(() -> now);
    users = new Users(database, audit, () -> now);
    users.start();
    sessions = new Sessions(database, users, () -> now);
    sessions.start();
    ApiTokens tokens = new ApiTokens(database, audit, users, () -> now);
    tokens.start();
    settings = new Settings(database, audit);
    settings.start();
    SetupCode code = new SetupCode(() -> now, Optional.of("letmein2026"));
    Logins logins = new Logins(database, audit, users, sessions, code, () -> now);
    Secrets secrets = new Secrets(database, audit, () -> now, folder.resolve("secret.key"));
    clients = new Clients(database, audit, () -> now);
    clients.start();
    alerts = new Alerts(database, audit, clients, () -> List.of("admin"), () -> now);
    Decisions decisions = new Decisions(database, audit, clients, () -> now);
    Deliveries deliveries =
        new Deliveries(database, secrets, audit, new Redactor(), settings::publicUrl, () -> now);
    List<RouteGroup> groups =
        new ArrayList<>(
            List.of(
                new SessionRoutes(logins, settings, "UTC"),
                new ClientRoutes(clients, MonitoringStates.none()),
                new UserRoutes(users, tokens),
                new SettingRoutes(settings, secrets),
                new AuditRoutes(database, audit),
                new AlertRoutes(
                    alerts,
                    evidence,
                    decisions,
                    deliveries,
                    new Notebooks(database, audit, () -> now)),
                new DecisionRoutes(decisions),
                new EnrolmentRoutes(
                    (principal, uses, life) ->
                        new EnrolmentRoutes.Issued(
                            "uses " + uses, now.plus(life), "spoor agent enroll")),
                new HealthRoutes(Map.of("journal", ready::get))));
    groups.addAll(more.apply(this));
    server = new HttpServer(vertx, config, groups, sessions, tokens, settings, pages);
    port = server.start();
  }

  void enrol() {
    database.write(
        tx -> {
          clients.register(
              tx,
              new Principal.System(),
              WEB,
              "ab".repeat(32),
              new ClientFacts("srv-web01", "linux", "0.1.0", Map.of("kernel", "6.1")));
          return null;
        });
  }

  String origin() {
    return "http://127.0.0.1:" + port;
  }

  /// A browser that has looked at the session once.
  Browser browser() throws Exception {
    Browser browser = new Browser();
    browser.look();
    return browser;
  }

  /// A browser of a new user with that role; the first user is the administrator.
  Browser loggedIn(Role role) throws Exception {
    Browser browser = browser();
    if (users.isEmpty()) {
      browser.post("/api/v1/setup", setup("letmein2026", "admin"));
    } else {
      browser.post("/api/v1/session", login("admin", PASSPHRASE));
    }
    if (role.equals(Role.ADMINISTRATOR)) {
      return browser;
    }
    String name = role.name().replace(' ', '-');
    browser.post(
        "/api/v1/users",
        JSON.writeValueAsString(
            Map.of("name", name, "passphrase", PASSPHRASE, "role", role.name())));
    Browser other = browser();
    other.post("/api/v1/session", login(name, PASSPHRASE));
    return other;
  }

  static String login(String name, String passphrase) {
    return JSON.writeValueAsString(Map.of("name", name, "passphrase", passphrase));
  }

  static String setup(String code, String name) {
    return JSON.writeValueAsString(Map.of("code", code, "name", name, "passphrase", PASSPHRASE));
  }

  static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.propertyNames())
        .containsExactlyInAnyOrder(
            "type", "title", "status", "code", "detail", "issues", "traceId");
    assertThat(problem.get("code").stringValue()).isEqualTo(code);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
  }

  static String detail(HttpResponse<String> response) {
    return JSON.readTree(response.body()).get("detail").stringValue();
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path));
  }

  /// Keeps cookies and the CSRF token as the page does.
  final class Browser {
    final Map<String, String> cookies = new java.util.TreeMap<>();
    String csrf = "";

    JsonNode look() throws Exception {
      JsonNode session = JSON.readTree(get("/api/v1/session").body());
      csrf = session.get("csrf").stringValue();
      return session;
    }

    HttpResponse<String> get(String path) throws Exception {
      return exchange("GET", path, null, origin(), csrf);
    }

    HttpResponse<String> post(String path, String json) throws Exception {
      return exchange("POST", path, json, origin(), csrf);
    }

    HttpResponse<String> put(String path, String json) throws Exception {
      return exchange("PUT", path, json, origin(), csrf);
    }

    HttpResponse<String> delete(String path) throws Exception {
      return exchange("DELETE", path, null, origin(), csrf);
    }

    HttpResponse<String> exchange(
        String method,
        String path,
        @Nullable String json,
        @Nullable String origin,
        @Nullable String token)
        throws Exception {
      HttpRequest.Builder request =
          request(path)
              .method(
                  method,
                  json == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(json));
      if (json != null) {
        request.header("Content-Type", "application/json");
      }
      if (origin != null && !method.equals("GET")) {
        request.header("Origin", origin);
      }
      if (token != null && !method.equals("GET")) {
        request.header("X-Spoor-CSRF", token);
      }
      if (!cookies.isEmpty()) {
        request.header("Cookie", cookieHeader());
      }
      HttpResponse<String> response = send(request);
      for (String cookie : response.headers().allValues("set-cookie")) {
        String pair = cookie.substring(0, cookie.indexOf(';'));
        cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
      if (response.statusCode() < 300 && response.body().contains("\"csrf\"")) {
        csrf = JSON.readTree(response.body()).get("csrf").stringValue();
      }
      return response;
    }

    String cookieHeader() {
      StringBuilder header = new StringBuilder();
      cookies.forEach(
          (name, value) ->
              header.append(header.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      return header.toString();
    }
  }

  @Override
  public void close() {
    server.close();
    evidence.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
    http.close();
  }
}
