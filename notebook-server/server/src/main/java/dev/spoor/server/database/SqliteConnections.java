package dev.spoor.server.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// Opens connections with the settings that durability rests on.
final class SqliteConnections {
  private SqliteConnections() {}

  static Connection open(Path file, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    config.setTransactionMode(
        readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
    try {
      Connection connection = config.createConnection(url(file));
      if (readOnly) {
        try (var statement = connection.createStatement()) {
          statement.execute("PRAGMA query_only = true");
        }
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath();
  }
}
