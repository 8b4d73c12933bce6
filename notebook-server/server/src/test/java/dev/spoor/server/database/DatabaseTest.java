package dev.spoor.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
  @TempDir Path folder;

  private static void put(Transaction tx, String name, String value) {
    tx.handle().execute("INSERT INTO setting (name, value) VALUES (?, ?)", name, value);
  }

  private static List<String> names(Transaction tx) {
    return tx.handle()
        .createQuery("SELECT name FROM setting ORDER BY name")
        .mapTo(String.class)
        .list();
  }

  @Test
  void aWriteIsThereAfterReopening() {
    Path file = folder.resolve("db/spoor.db");
    try (Database database = Database.open(file)) {
      database.write(
          tx -> {
            put(tx, "a", "1");
            return null;
          });
    }
    try (Database database = Database.open(file)) {
      assertThat(database.read(DatabaseTest::names)).containsExactly("a");
      String modes =
          database.write(
              tx ->
                  tx.handle().createQuery("PRAGMA journal_mode").mapTo(String.class).one()
                      + tx.handle().createQuery("PRAGMA synchronous").mapTo(String.class).one());
      assertThat(modes).isEqualTo("wal2");
    }
  }

  @Test
  void aFailedWriteLeavesNothingAndRunsNoAfterCommit() {
    try (Database database = Database.open(folder.resolve("spoor.db"))) {
      AtomicInteger committed = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  database.write(
                      tx -> {
                        put(tx, "a", "1");
                        tx.afterCommit(committed::incrementAndGet);
                        throw new IllegalArgumentException("no");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no");
      assertThat(database.read(DatabaseTest::names)).isEmpty();
      assertThat(committed).hasValue(0);
    }
  }

  @Test
  void aReadCannotWriteAndTransactionsDoNotNest() {
    try (Database database = Database.open(folder.resolve("spoor.db"))) {
      assertThatThrownBy(
              () ->
                  database.read(
                      tx -> {
                        put(tx, "a", "1");
                        return null;
                      }))
          .hasMessageContaining("readonly");
      assertThatThrownBy(() -> database.write(tx -> database.read(DatabaseTest::names)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pass it on");
    }
  }

  @Test
  void writersFromManyThreadsAllArrive() throws InterruptedException {
    try (Database database = Database.open(folder.resolve("spoor.db"))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String name = "n" + i;
        threads.add(
            Thread.startVirtualThread(
                () ->
                    database.write(
                        tx -> {
                          put(tx, name, "x");
                          return null;
                        })));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(database.read(DatabaseTest::names)).hasSize(20);
    }
  }

  @Test
  void anExistingFileIsCopiedBeforeItIsMigrated() {
    Path file = folder.resolve("spoor.db");
    try (Database database = Database.open(file)) {
      database.write(
          tx -> {
            put(tx, "kept", "1");
            // the file as an earlier release left it: one migration not yet known
            tx.handle()
                .execute(
                    "DELETE FROM schema_history WHERE installed_rank ="
                        + " (SELECT max(installed_rank) FROM schema_history)");
            tx.handle().execute("PRAGMA user_version = 1");
            return null;
          });
    }
    // the migration runs into the tables that are there already, which shows that the copy came
    // first
    assertThatThrownBy(() -> Database.open(file)).hasMessageContaining("already exists");
    assertThat(folder.toFile().list((dir, name) -> name.contains(".before-"))).hasSize(1);
    assertThat(Files.exists(file)).isTrue();
  }

  @Test
  void aFileOfThisReleaseIsNotCheckedAgain() {
    Path file = folder.resolve("spoor.db");
    try (Database database = Database.open(file)) {
      database.write(
          tx -> {
            // what a whole check would refuse
            tx.handle().execute("UPDATE schema_history SET checksum = 1 WHERE version = '100'");
            return null;
          });
    }
    Database.open(file).close();
    try (Database database = Database.open(file)) {
      database.write(
          tx -> {
            tx.handle().execute("PRAGMA user_version = 0");
            return null;
          });
    }
    assertThatThrownBy(() -> Database.open(file)).hasMessageContaining("checksum");
  }

  @Test
  void timesKeepTheirNanoseconds() {
    Instant instant = Instant.parse("2026-11-24T16:00:00.123456789Z");
    assertThat(EpochNanos.toInstant(EpochNanos.of(instant))).isEqualTo(instant);
    Instant early = Instant.parse("1969-12-31T23:59:59.5Z");
    assertThat(EpochNanos.toInstant(EpochNanos.of(early))).isEqualTo(early);
  }
}
