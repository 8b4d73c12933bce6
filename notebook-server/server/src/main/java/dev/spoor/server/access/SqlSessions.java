package dev.spoor.server.access;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.time.Instant;
import java.util.List;

/// The table of sessions.
final class SqlSessions {
  record Row(String key, long userId, String address, Instant created, Instant lastUsed) {
    Row usedAt(Instant now) {
      return new Row(key, userId, address, created, now);
    }
  }

  private SqlSessions() {}

  static List<Row> all(Transaction tx) {
    return tx.handle()
        .createQuery("SELECT token_hash, user_id, address, created, last_used FROM session")
        .map(
            (r, c) ->
                new Row(
                    r.getString(1),
                    r.getLong(2),
                    r.getString(3),
                    EpochNanos.toInstant(r.getLong(4)),
                    EpochNanos.toInstant(r.getLong(5))))
        .list();
  }

  static void insert(Transaction tx, Row row) {
    tx.handle()
        .execute(
            "INSERT INTO session (token_hash, user_id, address, created, last_used)"
                + " VALUES (?, ?, ?, ?, ?)",
            row.key(),
            row.userId(),
            row.address(),
            EpochNanos.of(row.created()),
            EpochNanos.of(row.lastUsed()));
  }

  static void touch(Transaction tx, String key, Instant lastUsed) {
    tx.handle()
        .execute(
            "UPDATE session SET last_used = ? WHERE token_hash = ?", EpochNanos.of(lastUsed), key);
  }

  static void delete(Transaction tx, List<String> keys) {
    for (String key : keys) {
      tx.handle().execute("DELETE FROM session WHERE token_hash = ?", key);
    }
  }
}
