package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import dev.spoor.server.identity.Permission;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every route against every role.
@Timeout(60)
final class RouteRightsTest {
  @TempDir Path folder;
  private TestFront front;

  @BeforeEach
  void start() {
    front = new TestFront(folder, Optional.empty());
    front.enrol();
  }

  @AfterEach
  void stop() {
    front.close();
  }

  @Test
  void eachRoleReachesExactlyTheRoutesOfItsRights() throws Exception {
    Map<Role, TestFront.Browser> browsers = new LinkedHashMap<>();
    for (Role role : List.of(Role.ADMINISTRATOR, Role.READER, Role.ANALYST, Role.INVESTIGATOR)) {
      browsers.put(role, front.loggedIn(role));
    }
    browsers.put(Role.DETECTION_ENGINEER, front.loggedIn(Role.DETECTION_ENGINEER));
    TestFront.Browser nobody = front.browser();
    int checked = 0;
    for (Route route : front.server.routes().routes()) {
      boolean ends =
          route.path().equals("/api/v1/session")
              || route.path().contains("/probe/")
              || route.path().equals("/api/v1/setup");
      if (ends || route.access() instanceof Access.Anyone) {
        continue;
      }
      String path =
          route.path().replace("{id}", "999").replace("{name}", "x").replace("{note}", "7");
      String body = route.method().changesState() ? "{}" : null;
      assertThat(
              nobody
                  .exchange(route.method().name(), path, body, front.origin(), nobody.csrf)
                  .statusCode())
          .as("nobody %s %s", route.method(), path)
          .isEqualTo(401);
      for (Map.Entry<Role, TestFront.Browser> entry : browsers.entrySet()) {
        TestFront.Browser browser = entry.getValue();
        int status =
            browser
                .exchange(route.method().name(), path, body, front.origin(), browser.csrf)
                .statusCode();
        String what = entry.getKey().name() + " " + route.method() + " " + path;
        switch (route.access()) {
          case Access.Holding(Permission permission) -> {
            boolean holds = entry.getKey().permissions().contains(permission);
            assertThat(status == 403).as(what + " -> " + status).isEqualTo(!holds);
          }
          case Access.LoggedIn _ -> assertThat(status).as(what).isNotIn(401, 500);
          case Access.Anyone _ -> throw new AssertionError(what);
        }
        assertThat(status).as(what).isLessThan(500);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(75);
  }
}
