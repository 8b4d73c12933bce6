package dev.spoor.server.delivery;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Delivery targets in the database.
final class SqlTargets {
  private SqlTargets() {}

  static void put(Transaction tx, DeliveryTarget target, Instant created) {
    Mailbox mail = target.mail();
    tx.handle()
        .createUpdate(
            """
            insert or replace into delivery_target
              (name, kind, secret, signing_secret, per_minute, mail_from, mail_to, created)
            values (:name, :kind, :secret, :signing, :perMinute, :from, :to, :created)\
            """)
        .bind("name", target.name())
        .bind("kind", target.kind().name())
        .bind("secret", target.secret())
        .bind("signing", target.signingSecret())
        .bind("perMinute", target.perMinute())
        .bind("from", mail == null ? null : mail.from())
        .bind("to", mail == null ? null : String.join("\n", mail.to()))
        .bind("created", EpochNanos.of(created))
        .execute();
  }

  static boolean delete(Transaction tx, String name) {
    return tx.handle()
            .createUpdate("delete from delivery_target where name = :name")
            .bind("name", name)
            .execute()
        > 0;
  }

  static List<DeliveryTarget> all(Transaction tx) {
    return tx.handle()
        .createQuery("select * from delivery_target order by name")
        .map((row, _) -> target(row))
        .list();
  }

  static Optional<DeliveryTarget> find(Transaction tx, String name) {
    return tx.handle()
        .createQuery("select * from delivery_target where name = :name")
        .bind("name", name)
        .map((row, _) -> target(row))
        .findOne();
  }

  private static DeliveryTarget target(ResultSet row) throws SQLException {
    return new DeliveryTarget(
        row.getString("name"),
        DeliveryKind.valueOf(row.getString("kind")),
        row.getString("secret"),
        row.getString("signing_secret"),
        row.getInt("per_minute"),
        mailbox(row.getString("mail_from"), row.getString("mail_to")));
  }

  private static @Nullable Mailbox mailbox(@Nullable String from, @Nullable String to) {
    return from == null || to == null ? null : new Mailbox(from, to.lines().toList());
  }
}
