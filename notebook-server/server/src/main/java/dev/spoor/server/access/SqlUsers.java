package dev.spoor.server.access;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.time.Instant;
import java.util.List;

/// The table of users.
final class SqlUsers {
  /// A user with the hash of the passphrase, which leaves this package nowhere.
  record Row(User user, String passphrase) {}

  private SqlUsers() {}

  static List<Row> all(Transaction tx) {
    return tx.handle()
        .createQuery("SELECT id, name, role, passphrase, enabled, created FROM user")
        .map(
            (r, c) ->
                new Row(
                    new User(
                        r.getLong(1),
                        r.getString(2),
                        Role.named(r.getString(3)),
                        r.getBoolean(5),
                        EpochNanos.toInstant(r.getLong(6))),
                    r.getString(4)))
        .list();
  }

  static Row insert(Transaction tx, String name, Role role, String passphrase, Instant now) {
    long id =
        tx.handle()
            .createUpdate("INSERT INTO user (name, role, passphrase, created) VALUES (?, ?, ?, ?)")
            .bind(0, name)
            .bind(1, role.name())
            .bind(2, passphrase)
            .bind(3, EpochNanos.of(now))
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return new Row(new User(id, name, role, true, now), passphrase);
  }

  static void update(Transaction tx, Row row) {
    tx.handle()
        .execute(
            "UPDATE user SET role = ?, passphrase = ?, enabled = ? WHERE id = ?",
            row.user().role().name(),
            row.passphrase(),
            row.user().enabled(),
            row.user().id());
  }
}
