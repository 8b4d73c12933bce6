package dev.spoor.server.access;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.statement.StatementContext;

/// The table of sealed secrets.
final class SqlSecrets {
  record Row(String name, Set<String> hosts, byte[] sealed, Instant updated) {}

  private SqlSecrets() {}

  static List<Row> all(Transaction tx) {
    return tx.handle()
        .createQuery("SELECT name, hosts, sealed, updated FROM secret ORDER BY name")
        .map(SqlSecrets::row)
        .list();
  }

  static Optional<Row> find(Transaction tx, String name) {
    return tx.handle()
        .createQuery("SELECT name, hosts, sealed, updated FROM secret WHERE name = ?")
        .bind(0, name)
        .map(SqlSecrets::row)
        .findFirst();
  }

  static void put(Transaction tx, String name, Set<String> hosts, byte[] sealed, Instant now) {
    tx.handle()
        .execute(
            "INSERT INTO secret (name, hosts, sealed, created, updated) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET hosts = excluded.hosts,"
                + " sealed = excluded.sealed, updated = excluded.updated",
            name,
            String.join("\n", hosts),
            sealed,
            EpochNanos.of(now),
            EpochNanos.of(now));
  }

  static boolean delete(Transaction tx, String name) {
    return tx.handle().execute("DELETE FROM secret WHERE name = ?", name) > 0;
  }

  private static Row row(ResultSet r, StatementContext context) throws SQLException {
    Set<String> hosts = new TreeSet<>(r.getString(2).lines().toList());
    return new Row(
        r.getString(1),
        Collections.unmodifiableSet(hosts),
        r.getBytes(3),
        EpochNanos.toInstant(r.getLong(4)));
  }
}
