package dev.spoor.server.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.access.Role;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellRightsTest {
  private static final Principal.User IVO =
      new Principal.User(1, "ivo", "investigator", Role.INVESTIGATOR.permissions());

  private static Set<Permission> rights(
      Principal runner, String owner, Set<String> authors, Role ofAuthors) {
    return CellRights.cut(runner, owner, authors, author -> ofAuthors.permissions()).permissions();
  }

  @Test
  void theOwnersOwnCellMayDeliver() {
    assertThat(rights(IVO, "user:ivo", Set.of("user:ivo"), Role.READER))
        .isEqualTo(Role.INVESTIGATOR.permissions());
  }

  /// Zeppelin CVE-2024-31865, ZEPPELIN-173: who runs what another wrote does not lend his rights.
  @Test
  void whatAnotherWroteHasNoMoreThanHisRights() {
    assertThat(rights(IVO, "user:ivo", Set.of("user:rita"), Role.READER))
        .containsExactly(Permission.READ_RESULTS);
    assertThat(rights(IVO, "user:ivo", Set.of("user:ivo", "user:rita"), Role.READER))
        .containsExactly(Permission.READ_RESULTS);
    assertThat(rights(IVO, "user:ivo", Set.of("user:gone"), Role.READER))
        .doesNotContain(Permission.DELIVER);
  }

  /// Contracts: what has effects runs only where author, owner and runner agree.
  @Test
  void whatHasEffectsNeedsAuthorOwnerAndRunnerToBeOne() {
    Principal.User root =
        new Principal.User(2, "root", "administrator", Role.ADMINISTRATOR.permissions());
    for (Permission effect :
        Set.of(
            Permission.DELIVER,
            Permission.LABEL_CLIENT,
            Permission.NETWORK,
            Permission.EXECVE,
            Permission.FILESYSTEM_WRITE,
            Permission.COLLECT_CLIENT)) {
      assertThat(rights(root, "user:ivo", Set.of("user:ivo"), Role.ADMINISTRATOR))
          .doesNotContain(effect);
      assertThat(rights(root, "user:ivo", Set.of("user:root"), Role.ADMINISTRATOR))
          .doesNotContain(effect);
      assertThat(rights(root, "user:root", Set.of("user:ivo"), Role.ADMINISTRATOR))
          .doesNotContain(effect);
      assertThat(rights(root, "user:root", Set.of("user:root"), Role.READER)).contains(effect);
    }
    assertThat(rights(root, "user:ivo", Set.of("user:ivo"), Role.ADMINISTRATOR))
        .contains(Permission.QUERY, Permission.READ_RESULTS);
  }
}
