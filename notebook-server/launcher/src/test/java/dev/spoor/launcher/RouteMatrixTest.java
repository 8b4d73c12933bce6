package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every route of the whole server against every role, and against objects that are not there or
/// belong to somebody else. What is expected stands in `route-matrix.txt`, line by line, apart from
/// the code that it judges; a route without a line fails here, and so does a line without a route.
@Timeout(300)
class RouteMatrixTest {
  /// In order: each may what the one before it may.
  private static final List<String> ROLES =
      List.of("reader", "analyst", "investigator", "detection engineer", "administrator");

  /// These answer a session itself, and are asserted where sessions are tested.
  private static final Set<String> OF_SESSIONS =
      Set.of("POST /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/setup");

  /// @param least the least role that may; `anyone` needs no session
  /// @param missing what one who may gets for an object that is not there, or for an empty body
  /// @param other what an analyst gets for the object of another analyst; 0 where there is no owner
  private record Expected(String least, int missing, int other) {}

  @TempDir Path folder;
  private House house;
  private RoleClient admin;
  private final Map<String, RoleClient> clients = new LinkedHashMap<>();
  private RoleClient otherAnalyst;

  @BeforeEach
  void start() {
    house =
        new House(
            new HouseConfig(
                folder.resolve("data"),
                Path.of(System.getProperty("spoor.root", ".")),
                "127.0.0.1",
                0,
                "127.0.0.1",
                0,
                Set.of()));
    House.Started started = house.start();
    admin = RoleClient.setUp(started.port(), started.setupCode().orElseThrow());
    for (String role : ROLES) {
      clients.put(role, admin.withRole(role.replace(' ', '-'), role));
    }
    otherAnalyst = admin.withRole("other-analyst", "analyst");
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private List<String> routes() {
    List<String> routes = new ArrayList<>();
    JsonNode api = admin.json("GET", "/api/v1/openapi.json", null);
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
      }
    }
    routes.removeAll(OF_SESSIONS);
    return routes;
  }

  private static Map<String, Expected> expected() throws IOException {
    Map<String, Expected> lines = new TreeMap<>();
    try (InputStream file = RouteMatrixTest.class.getResourceAsStream("route-matrix.txt")) {
      assertThat(file).isNotNull();
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] words = line.strip().split(" +", -1);
        assertThat(words).as(line).hasSize(5);
        Expected before =
            lines.put(
                words[0] + " " + words[1],
                new Expected(
                    words[2].replace('-', ' '),
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[4])));
        assertThat(before).as("two lines: %s", line).isNull();
      }
    }
    return lines;
  }

  @Test
  void eachRouteHasALineAndEachLineARoute() throws IOException {
    assertThat(routes()).containsExactlyInAnyOrderElementsOf(expected().keySet());
  }

  /// Role × route, and route × an object that is not there.
  @Test
  void eachRoleReachesWhatItMayAndNothingElse() throws IOException {
    Map<String, Expected> expected = expected();
    List<String> wrong = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String route : routes()) {
      Expected line = expected.get(route);
      int nobody = ask(RoleClient.nobody(admin), route, Map.of());
      Map<String, Integer> statuses = new LinkedHashMap<>();
      clients.forEach((role, client) -> statuses.put(role, ask(client, route, Map.of())));
      found.add(described(route, nobody, statuses));
      if (line == null) {
        wrong.add(route + " has no line");
        continue;
      }
      if (line.least().equals("anyone")) {
        check(wrong, route, "nobody", line.missing(), nobody);
      } else {
        check(wrong, route, "nobody", 401, nobody);
      }
      int least = line.least().equals("anyone") ? 0 : ROLES.indexOf(line.least());
      assertThat(least).as(route + " " + line.least()).isNotNegative();
      for (int i = 0; i < ROLES.size(); i++) {
        int status = statuses.getOrDefault(ROLES.get(i), 0);
        check(wrong, route, ROLES.get(i), i < least ? 403 : line.missing(), status);
      }
    }
    String write = System.getProperty("matrix.write");
    if (write != null) {
      Files.write(Path.of(write), found);
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(List<String> wrong, String route, String who, int wanted, int status) {
    if (status != wanted) {
      wrong.add(route + " for " + who + ": " + status + ", not " + wanted);
    }
  }

  private static String described(String route, int nobody, Map<String, Integer> statuses) {
    String least = nobody == 401 ? "nobody" : "anyone";
    int status = nobody;
    for (String role : ROLES) {
      if (least.equals("nobody") && statuses.getOrDefault(role, 403) != 403) {
        least = role.replace(' ', '-');
        status = statuses.getOrDefault(role, 0);
      }
    }
    return route + " " + least + " " + status + " 0";
  }

  /// Route × an object of somebody else of the same role.
  @Test
  void theObjectsOfOthersAreWhatTheLineSays() throws IOException {
    RoleClient owner = clients.get("analyst");
    assertThat(owner).isNotNull();
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (Map.Entry<String, Expected> entry : expected().entrySet()) {
      String path = entry.getKey().substring(entry.getKey().indexOf(' ') + 1);
      boolean isOwned =
          path.startsWith("/api/v1/notebooks/{")
              || path.startsWith("/api/v1/runs/{")
              || path.startsWith("/api/v1/tokens/{");
      assertThat(entry.getValue().other() != 0)
          .as("%s: an object with an owner has a status for others", entry.getKey())
          .isEqualTo(isOwned);
      if (!isOwned) {
        continue;
      }
      Map<String, String> owned = owned(owner);
      int status = ask(otherAnalyst, entry.getKey(), owned);
      check(wrong, entry.getKey(), "another analyst", entry.getValue().other(), status);
      checked++;
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(10);
  }

  /// New objects of that user, by the beginning of the paths that lead to them.
  private static Map<String, String> owned(RoleClient owner) {
    String notebook =
        owner.json("POST", "/api/v1/notebooks", "{\"title\":\"mine\"}").path("id").asString();
    owner.json(
        "POST",
        "/api/v1/notebooks/" + notebook + "/ops",
        "{\"editId\":\"e1\",\"ops\":[{\"op\":\"insert\",\"after\":null,"
            + "\"cell\":{\"id\":\"q\",\"type\":\"vql\",\"text\":\"SELECT 1 AS N FROM scope()\"}}]}");
    String run =
        owner
            .json("POST", "/api/v1/notebooks/" + notebook + "/cells/q/run", "{}")
            .path("run")
            .asString();
    String token =
        owner
            .json(
                "POST",
                "/api/v1/tokens",
                "{\"label\":\"mine\",\"permissions\":[\"QUERY\"],\"ttlSeconds\":60}")
            .path("id")
            .asString();
    return Map.of("/api/v1/notebooks/", notebook, "/api/v1/runs/", run, "/api/v1/tokens/", token);
  }

  private static int ask(RoleClient client, String route, Map<String, String> owned) {
    int space = route.indexOf(' ');
    String method = route.substring(0, space);
    String path = route.substring(space + 1);
    for (Map.Entry<String, String> object : owned.entrySet()) {
      if (path.startsWith(object.getKey() + "{")) {
        path = path.replaceFirst("\\{[^}]+}", object.getValue());
      }
    }
    path = path.replace("{cell}", "q").replaceAll("\\{[^}]+}", "999999");
    boolean hasBody = method.equals("POST") || method.equals("PUT");
    return client.status(method, path, hasBody ? "{}" : null);
  }
}
