package dev.spoor.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the file to this release's schema: forward only, with a copy of an existing file first.
/// Each feature adds its own files under `db/migration` in its own range of numbers.
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final Path file;

  Migrations(Path file) {
    this.file = file;
  }

  void run() {
    boolean existed = isNotEmpty(file);
    SchemaMark mark = SchemaMark.ofThisRelease();
    if (existed && mark.isIn(file)) {
      return;
    }
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(SqliteConnections.url(file), "", "")
            .locations("classpath:db/migration")
            .outOfOrder(true)
            .table("schema_history")
            .cleanDisabled(true)
            .load();
    MigrationInfo[] pending = flyway.info().pending();
    if (existed && pending.length > 0) {
      backUp(pending[pending.length - 1].getVersion().getVersion());
    }
    flyway.migrate();
    mark.putInto(file);
  }

  private void backUp(String version) {
    Path copy = file.resolveSibling(file.getFileName() + ".before-" + version);
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Connection connection = SqliteConnections.open(file, false);
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toString());
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "cannot copy " + file + " to " + copy + " before migrating: " + e.getMessage(), e);
    }
    LOG.info("copied {} to {} before migrating to {}", file, copy, version);
  }

  private static boolean isNotEmpty(Path file) {
    try {
      return Files.exists(file) && Files.size(file) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
