package dev.spoor.server.event.retention;

import static dev.spoor.server.event.TestEvents.DC01;
import static dev.spoor.server.event.TestEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.access.Role;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.InMemoryEventStore;
import dev.spoor.server.event.TestEvents;
import dev.spoor.server.identity.Principal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final Principal ROOT = new Principal.System();
  private static final LocalDate TODAY = LocalDate.parse("2026-11-24");

  @TempDir Path folder;
  private final EventStore store = new InMemoryEventStore();
  private Database database;
  private Audit audit;
  private Retention retention;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("spoor.db"));
    audit = new Audit(() -> Instant.parse("2026-11-24T12:00:00Z"));
    retention = new Retention(database, audit, store, () -> Instant.parse("2026-11-24T12:00:00Z"));
    long lsn = 0;
    for (int back = 40; back >= 0; back--) {
      long time = TODAY.minusDays(back).toEpochDay() * 86_400 * SECOND;
      store.append(TestEvents.batch(lsn++, time, DC01, "A/one", "{\"n\":" + back + "}"));
      store.append(TestEvents.batch(lsn++, time + 1, DC01, "B/two", "{\"n\":" + back + "}"));
    }
  }

  @AfterEach
  void close() {
    retention.close();
    database.close();
  }

  private long rows() {
    return store.status().rows();
  }

  @Test
  void nothingGoesWithoutARule() {
    assertThat(retention.enforce(ROOT).gone()).isEmpty();
    assertThat(rows()).isEqualTo(82);
  }

  @Test
  void whatThePreviewSaysGoesAndNothingElse() {
    List<RetentionRule> rules =
        List.of(new RetentionRule("", 30, null), new RetentionRule("B/two", 7, null));
    RetentionPlan plan = retention.preview(ROOT, rules);
    assertThat(rows()).as("a preview takes nothing").isEqualTo(82);
    assertThat(plan.rows()).isEqualTo(10 + 33);
    assertThat(plan.gone())
        .filteredOn(gone -> gone.artifact().equals("B/two"))
        .extracting(RetentionPlan.Gone::day)
        .contains(TODAY.minusDays(8))
        .doesNotContain(TODAY.minusDays(7));
    assertThat(plan.freed()).as("days that go as a whole").isPositive();
    assertThat(plan.later()).as("days of which something stays").isPositive();
    retention.setRules(ROOT, rules);
    assertThat(retention.enforce(ROOT)).isEqualTo(plan);
    assertThat(rows()).isEqualTo(82 - plan.rows());
    assertThat(retention.enforce(ROOT).gone()).isEmpty();
    assertThat(retention.kept(ROOT))
        .extracting(Retention.Kept::oldest)
        .containsExactly(TODAY.minusDays(30), TODAY.minusDays(7));
    String told = database.read(tx -> audit.page(tx, Long.MAX_VALUE, 100)).toString();
    assertThat(told).contains("retention.rules", "retention.forget", "2026-10-15");
  }

  @Test
  void theOldestGoFirstWhenThereIsTooMuch() {
    long each = store.days().getLast().artifactBytes().getOrDefault("A/one", 0L);
    RetentionPlan plan =
        RetentionPlan.of(store.days(), List.of(new RetentionRule("A/one", null, 1L << 20)), TODAY);
    assertThat(plan.gone()).as("%d bytes a day are below the limit", each).isEmpty();
    assertThatThrownBy(() -> new RetentionRule("A/one", null, 10L))
        .isInstanceOf(SpoorException.class);
    assertThatThrownBy(() -> new RetentionRule("A/one", 0, null))
        .isInstanceOf(SpoorException.class);
  }

  @Test
  void onlyAnAdministratorMayChangeIt() {
    Principal engineer =
        new Principal.User(7, "erin", "detection engineer", Role.DETECTION_ENGINEER.permissions());
    List<RetentionRule> rules = List.of(new RetentionRule("", 1, null));
    assertThatThrownBy(() -> retention.setRules(engineer, rules))
        .hasMessageContaining("change retention");
    assertThatThrownBy(() -> retention.preview(engineer, rules)).isInstanceOf(SpoorException.class);
    assertThatThrownBy(() -> retention.enforce(engineer)).isInstanceOf(SpoorException.class);
    assertThatThrownBy(
            () ->
                retention.setRules(
                    ROOT, List.of(new RetentionRule("", 1, null), new RetentionRule("", 2, null))))
        .hasMessageContaining("two retention rules");
  }
}
