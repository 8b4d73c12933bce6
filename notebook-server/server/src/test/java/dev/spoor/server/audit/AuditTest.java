package dev.spoor.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.database.Database;
import dev.spoor.server.identity.Principal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {
  @TempDir Path folder;
  private Database database;
  private final Audit audit = new Audit(InstantSource.fixed(Instant.parse("2026-11-24T16:00:00Z")));

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("spoor.db"));
    for (int i = 1; i <= 3; i++) {
      String target = "C.000000000000000" + i;
      database.write(
          tx -> {
            audit.record(
                tx, new Principal.System(), "client.label", target, null, Map.of("add", "web"));
            return null;
          });
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void tamper(String... statements) {
    database.write(
        tx -> {
          tx.handle().execute("DROP TRIGGER audit_is_append_only_update");
          tx.handle().execute("DROP TRIGGER audit_is_append_only_delete");
          for (String statement : statements) {
            tx.handle().execute(statement);
          }
          return null;
        });
  }

  private AuditVerification verify() {
    return database.read(audit::verify);
  }

  @Test
  void anUntouchedChainVerifies() {
    assertThat(verify())
        .isInstanceOfSatisfying(
            AuditVerification.Intact.class, intact -> assertThat(intact.rows()).isEqualTo(3));
    List<AuditRow> newest = database.read(tx -> audit.page(tx, Long.MAX_VALUE, 2));
    assertThat(newest).extracting(AuditRow::seq).containsExactly(3L, 2L);
  }

  @Test
  void theTableRefusesChanges() {
    assertThatThrownBy(
            () -> database.write(tx -> tx.handle().execute("DELETE FROM audit WHERE seq = 3")))
        .hasMessageContaining("append-only");
    assertThatThrownBy(
            () -> database.write(tx -> tx.handle().execute("UPDATE audit SET action = 'x'")))
        .hasMessageContaining("append-only");
  }

  @Test
  void aChangedRowIsFound() {
    tamper("UPDATE audit SET after_json = '{}' WHERE seq = 2");
    assertThat(verify()).isEqualTo(new AuditVerification.Broken(2, "row 2 was changed"));
  }

  @Test
  void aRemovedRowIsFound() {
    tamper("DELETE FROM audit WHERE seq = 2");
    assertThat(verify()).isEqualTo(new AuditVerification.Broken(2, "row 2 is missing"));
  }

  @Test
  void aRowThatNoLongerFollowsIsFound() {
    tamper("UPDATE audit SET previous_hash = zeroblob(32) WHERE seq = 3");
    assertThat(verify())
        .isEqualTo(new AuditVerification.Broken(3, "row 3 does not follow the row before it"));
  }

  @Test
  void aFailedChangeLeavesNoRow() {
    assertThatThrownBy(
            () ->
                database.write(
                    tx -> {
                      audit.record(tx, new Principal.System(), "a.b", "c", null, null);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(verify())
        .isInstanceOfSatisfying(
            AuditVerification.Intact.class, intact -> assertThat(intact.rows()).isEqualTo(3));
  }
}
