package dev.spoor.server.delivery;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Outbox, attempts and targets in the database.
final class SqlDeliveries {
  private SqlDeliveries() {}

  static void putTarget(Transaction tx, DeliveryTarget target, Instant created) {
    tx.handle()
        .createUpdate(
            """
            insert or replace into delivery_target (name, kind, secret, signing_secret, created)
            values (:name, :kind, :secret, :signing, :created)\
            """)
        .bind("name", target.name())
        .bind("kind", target.kind().name())
        .bind("secret", target.secret())
        .bind("signing", target.signingSecret())
        .bind("created", EpochNanos.of(created))
        .execute();
  }

  static boolean deleteTarget(Transaction tx, String name) {
    return tx.handle()
            .createUpdate("delete from delivery_target where name = :name")
            .bind("name", name)
            .execute()
        > 0;
  }

  static List<DeliveryTarget> targets(Transaction tx) {
    return tx.handle()
        .createQuery("select * from delivery_target order by name")
        .map((row, _) -> target(row))
        .list();
  }

  static Optional<DeliveryTarget> findTarget(Transaction tx, String name) {
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
        row.getString("signing_secret"));
  }

  /// False when the same event was queued for that target before.
  static boolean insert(Transaction tx, Delivery delivery) {
    return tx.handle()
            .createUpdate(
                """
                insert or ignore into delivery
                  (id, event_id, target, kind, state, message, attempts, may_repeat, created, next_attempt)
                values (:id, :event, :target, :kind, :state, :message, 0, 0, :created, :next)\
                """)
            .bind("id", delivery.id())
            .bind("event", delivery.eventId())
            .bind("target", delivery.target())
            .bind("kind", delivery.kind().name())
            .bind("state", delivery.state().name())
            .bind("message", delivery.message())
            .bind("created", EpochNanos.of(delivery.created()))
            .bind("next", EpochNanos.of(delivery.nextAttempt()))
            .execute()
        > 0;
  }

  static Optional<Delivery> find(Transaction tx, String id) {
    return tx.handle()
        .createQuery("select * from delivery where id = :id")
        .bind("id", id)
        .map((row, _) -> delivery(row))
        .findOne();
  }

  static Optional<String> findId(Transaction tx, String eventId, String target, DeliveryKind kind) {
    return tx.handle()
        .createQuery(
            "select id from delivery where event_id = :event and target = :target and kind = :kind")
        .bind("event", eventId)
        .bind("target", target)
        .bind("kind", kind.name())
        .mapTo(String.class)
        .findOne();
  }

  static List<Delivery> due(Transaction tx, Instant now, int limit) {
    return tx.handle()
        .createQuery(
            """
            select * from delivery where state = 'PENDING' and next_attempt <= :now
            order by next_attempt limit :limit\
            """)
        .bind("now", EpochNanos.of(now))
        .bind("limit", limit)
        .map((row, _) -> delivery(row))
        .list();
  }

  static Optional<Instant> nextDue(Transaction tx) {
    return tx.handle()
        .createQuery("select min(next_attempt) from delivery where state = 'PENDING'")
        .mapTo(Long.class)
        .findOne()
        .map(EpochNanos::toInstant);
  }

  /// Newest first.
  static List<Delivery> page(
      Transaction tx, @Nullable DeliveryState state, Instant before, int limit) {
    return tx.handle()
        .createQuery(
            """
            select * from delivery where created < :before and (:state is null or state = :state)
            order by created desc, id limit :limit\
            """)
        .bind("before", EpochNanos.of(before))
        .bind("state", state == null ? null : state.name())
        .bind("limit", limit)
        .map((row, _) -> delivery(row))
        .list();
  }

  static Map<String, Long> counts(Transaction tx) {
    Map<String, Long> counts = new TreeMap<>();
    tx.handle()
        .createQuery("select state, count(*) as n from delivery group by state")
        .map(
            (row, _) ->
                counts.put(DeliveryState.valueOf(row.getString("state")).text(), row.getLong("n")))
        .list();
    return counts;
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    Object finished = row.getObject("finished");
    return new Delivery(
        row.getString("id"),
        row.getString("event_id"),
        row.getString("target"),
        DeliveryKind.valueOf(row.getString("kind")),
        DeliveryState.valueOf(row.getString("state")),
        row.getString("message"),
        row.getInt("attempts"),
        row.getBoolean("may_repeat"),
        EpochNanos.toInstant(row.getLong("created")),
        EpochNanos.toInstant(row.getLong("next_attempt")),
        finished == null ? null : EpochNanos.toInstant(row.getLong("finished")),
        row.getString("error"));
  }

  static void beginAttempt(Transaction tx, String id, int number, Instant started) {
    tx.handle()
        .createUpdate("update delivery set state = 'SENDING', attempts = :number where id = :id")
        .bind("number", number)
        .bind("id", id)
        .execute();
    tx.handle()
        .createUpdate(
            "insert into delivery_attempt (delivery, number, started) values (:id, :number, :at)")
        .bind("id", id)
        .bind("number", number)
        .bind("at", EpochNanos.of(started))
        .execute();
  }

  static void endAttempt(
      Transaction tx, String id, int number, Instant finished, String outcome, String detail) {
    tx.handle()
        .createUpdate(
            """
            update delivery_attempt set finished = :at, outcome = :outcome, detail = :detail
            where delivery = :id and number = :number\
            """)
        .bind("at", EpochNanos.of(finished))
        .bind("outcome", outcome)
        .bind("detail", detail)
        .bind("id", id)
        .bind("number", number)
        .execute();
  }

  static void setState(
      Transaction tx,
      String id,
      DeliveryState state,
      boolean mayRepeat,
      Instant nextAttempt,
      @Nullable Instant finished,
      @Nullable String error) {
    tx.handle()
        .createUpdate(
            """
            update delivery set state = :state, may_repeat = :repeat, next_attempt = :next,
              finished = :finished, error = :error
            where id = :id\
            """)
        .bind("state", state.name())
        .bind("repeat", mayRepeat)
        .bind("next", EpochNanos.of(nextAttempt))
        .bind("finished", finished == null ? null : (Long) EpochNanos.of(finished))
        .bind("error", error)
        .bind("id", id)
        .execute();
  }

  static List<Delivery> sending(Transaction tx) {
    return tx.handle()
        .createQuery("select * from delivery where state = 'SENDING'")
        .map((row, _) -> delivery(row))
        .list();
  }

  static List<DeliveryAttempt> attempts(Transaction tx, String id) {
    return tx.handle()
        .createQuery("select * from delivery_attempt where delivery = :id order by number")
        .bind("id", id)
        .map(
            (row, _) -> {
              Object finished = row.getObject("finished");
              return new DeliveryAttempt(
                  row.getInt("number"),
                  EpochNanos.toInstant(row.getLong("started")),
                  finished == null ? null : EpochNanos.toInstant(row.getLong("finished")),
                  row.getString("outcome"),
                  row.getString("detail"));
            })
        .list();
  }
}
