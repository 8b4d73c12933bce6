package dev.spoor.server.alert;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table of decisions.
final class SqlDecisions {
  private SqlDecisions() {}

  static Decision insert(Transaction tx, Decision decision) {
    Instant due = decision.due();
    long number =
        tx.handle()
            .createUpdate(
                """
                insert into decision (about, subject, kind, text, due, owner, author, time)
                values (:about, :subject, :kind, :text, :due, :owner, :author, :time)\
                """)
            .bind("about", decision.about().name())
            .bind("subject", decision.subject())
            .bind("kind", decision.kind().name())
            .bind("text", decision.text())
            .bind("due", due == null ? null : (Long) EpochNanos.of(due))
            .bind("owner", decision.owner())
            .bind("author", decision.author())
            .bind("time", EpochNanos.of(decision.time()))
            .executeAndReturnGeneratedKeys("number")
            .mapTo(Long.class)
            .one();
    return find(tx, number).orElseThrow();
  }

  static void withdraw(Transaction tx, long number, Instant now) {
    tx.handle()
        .createUpdate("update decision set withdrawn = :now where number = :number")
        .bind("now", EpochNanos.of(now))
        .bind("number", number)
        .execute();
  }

  static Optional<Decision> find(Transaction tx, long number) {
    return tx.handle()
        .createQuery("select * from decision where number = :number")
        .bind("number", number)
        .map((row, _) -> decision(row))
        .findOne();
  }

  static List<Decision> on(Transaction tx, Decision.About about, String subject) {
    return tx.handle()
        .createQuery(
            """
            select * from decision where about = :about and subject = :subject
            order by number desc limit 200\
            """)
        .bind("about", about.name())
        .bind("subject", subject)
        .map((row, _) -> decision(row))
        .list();
  }

  static List<Decision> page(Transaction tx, long before, int limit) {
    return tx.handle()
        .createQuery(
            "select * from decision where number < :before order by number desc limit :limit")
        .bind("before", before)
        .bind("limit", limit)
        .map((row, _) -> decision(row))
        .list();
  }

  private static Decision decision(ResultSet row) throws SQLException {
    Object due = row.getObject("due");
    Object withdrawn = row.getObject("withdrawn");
    return new Decision(
        row.getLong("number"),
        Decision.About.valueOf(row.getString("about")),
        row.getString("subject"),
        Decision.Kind.valueOf(row.getString("kind")),
        row.getString("text"),
        due == null ? null : EpochNanos.toInstant(((Number) due).longValue()),
        row.getString("owner"),
        row.getString("author"),
        EpochNanos.toInstant(row.getLong("time")),
        withdrawn == null ? null : EpochNanos.toInstant(((Number) withdrawn).longValue()));
  }
}
