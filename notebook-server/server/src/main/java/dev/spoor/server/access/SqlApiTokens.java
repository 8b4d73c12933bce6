package dev.spoor.server.access;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.Permission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The table of API tokens.
final class SqlApiTokens {
  record Row(
      long id,
      String hash,
      String label,
      long userId,
      Set<Permission> permissions,
      Instant created,
      Instant expires,
      @Nullable Instant lastUsed) {}

  private SqlApiTokens() {}

  static List<Row> all(Transaction tx) {
    return tx.handle()
        .createQuery(
            "SELECT id, token_hash, label, user_id, permissions, created, expires, last_used"
                + " FROM api_token")
        .map(
            (r, c) ->
                new Row(
                    r.getLong(1),
                    r.getString(2),
                    r.getString(3),
                    r.getLong(4),
                    permissions(r.getString(5)),
                    EpochNanos.toInstant(r.getLong(6)),
                    EpochNanos.toInstant(r.getLong(7)),
                    r.getObject(8) == null ? null : EpochNanos.toInstant(r.getLong(8))))
        .list();
  }

  private static Set<Permission> permissions(String lines) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    lines.lines().map(Permission::valueOf).forEach(permissions::add);
    return permissions;
  }

  static Row insert(
      Transaction tx,
      String hash,
      String label,
      long userId,
      Set<Permission> permissions,
      Instant created,
      Instant expires) {
    long id =
        tx.handle()
            .createUpdate(
                "INSERT INTO api_token (token_hash, label, user_id, permissions, created, expires)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")
            .bind(0, hash)
            .bind(1, label)
            .bind(2, userId)
            .bind(3, String.join("\n", Role.names(permissions)))
            .bind(4, EpochNanos.of(created))
            .bind(5, EpochNanos.of(expires))
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return new Row(id, hash, label, userId, permissions, created, expires, null);
  }

  static void used(Transaction tx, long id, Instant time) {
    tx.handle().execute("UPDATE api_token SET last_used = ? WHERE id = ?", EpochNanos.of(time), id);
  }

  static void delete(Transaction tx, long id) {
    tx.handle().execute("DELETE FROM api_token WHERE id = ?", id);
  }
}
