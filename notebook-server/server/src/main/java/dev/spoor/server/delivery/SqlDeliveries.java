package dev.spoor.server.delivery;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Outbox, attempts and targets in the database.
final class SqlDeliveries {
  private SqlDeliveries() {}

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

  /// What is due, by the target, oldest first; for each target at most `limit`.
  static List<Delivery> due(Transaction tx, String target, Instant now, int limit) {
    return tx.handle()
        .createQuery(
            """
            select * from delivery
            where target = :target and state = 'PENDING' and next_attempt <= :now
            order by next_attempt, created limit :limit\
            """)
        .bind("target", target)
        .bind("now", EpochNanos.of(now))
        .bind("limit", limit)
        .map((row, _) -> delivery(row))
        .list();
  }

  /// Targets for which something is due, and how much of it.
  static Map<String, Integer> dueTargets(Transaction tx, Instant now) {
    Map<String, Integer> due = new TreeMap<>();
    tx.handle()
        .createQuery(
            """
            select target, count(*) as n from delivery
            where state = 'PENDING' and next_attempt <= :now group by target\
            """)
        .bind("now", EpochNanos.of(now))
        .map((row, _) -> due.put(row.getString("target"), row.getInt("n")))
        .list();
    return due;
  }

  /// Puts off everything of the target that would be due before `until`.
  static void hold(Transaction tx, String target, Instant until) {
    tx.handle()
        .createUpdate(
            """
            update delivery set held = 1, next_attempt = :until
            where target = :target and state = 'PENDING' and next_attempt < :until\
            """)
        .bind("target", target)
        .bind("until", EpochNanos.of(until))
        .execute();
  }

  /// Asks again later for what is due, because of us and not because of the target.
  static void postpone(Transaction tx, String target, Instant until) {
    tx.handle()
        .createUpdate(
            """
            update delivery set next_attempt = :until
            where target = :target and state = 'PENDING' and next_attempt < :until\
            """)
        .bind("target", target)
        .bind("until", EpochNanos.of(until))
        .execute();
  }

  /// What was held back for the target, is due and was never sent: it may go as a digest.
  static List<Delivery> held(Transaction tx, String target, Instant now, int limit) {
    return tx.handle()
        .createQuery(
            """
            select * from delivery
            where target = :target and state = 'PENDING' and held = 1 and attempts = 0
              and next_attempt <= :now and event_id not like 'test:%'
            order by created limit :limit\
            """)
        .bind("target", target)
        .bind("now", EpochNanos.of(now))
        .bind("limit", limit)
        .map((row, _) -> delivery(row))
        .list();
  }

  static void fold(Transaction tx, List<String> ids, String digest, Instant now) {
    tx.handle()
        .createUpdate(
            """
            update delivery set state = 'FOLDED', digest = :digest, finished = :now
            where id in (<ids>)\
            """)
        .bindList("ids", ids)
        .bind("digest", digest)
        .bind("now", EpochNanos.of(now))
        .execute();
  }

  /// When the target was sent something since then.
  static List<Instant> sentSince(Transaction tx, String target, Instant since) {
    return tx.handle()
        .createQuery(
            """
            select a.started from delivery_attempt a join delivery d on d.id = a.delivery
            where a.started > :since and d.target = :target order by a.started\
            """)
        .bind("since", EpochNanos.of(since))
        .bind("target", target)
        .mapTo(Long.class)
        .map(EpochNanos::toInstant)
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
      Transaction tx,
      @Nullable DeliveryState state,
      @Nullable String target,
      Instant before,
      int limit) {
    return tx.handle()
        .createQuery(
            """
            select * from delivery where created < :before and (:state is null or state = :state)
              and (:target is null or target = :target)
            order by created desc, id limit :limit\
            """)
        .bind("before", EpochNanos.of(before))
        .bind("state", state == null ? null : state.name())
        .bind("target", target)
        .bind("limit", limit)
        .map((row, _) -> delivery(row))
        .list();
  }

  static List<Delivery> ofEvents(Transaction tx, Collection<String> events, int limit) {
    return tx.handle()
        .createQuery(
            """
            select * from delivery where event_id in (<events>)
            order by created desc, id limit :limit\
            """)
        .bindList("events", List.copyOf(events))
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

  /// How many of each target are in each state.
  static Map<String, Map<DeliveryState, Long>> countsByTarget(Transaction tx) {
    Map<String, Map<DeliveryState, Long>> counts = new TreeMap<>();
    tx.handle()
        .createQuery("select target, state, count(*) as n from delivery group by target, state")
        .map(
            (row, _) ->
                counts
                    .computeIfAbsent(
                        row.getString("target"), _ -> new EnumMap<>(DeliveryState.class))
                    .put(DeliveryState.valueOf(row.getString("state")), row.getLong("n")))
        .list();
    return counts;
  }

  static List<Delivery> dead(Transaction tx, String target) {
    return tx.handle()
        .createQuery("select * from delivery where target = :target and state = 'DEAD'")
        .bind("target", target)
        .map((row, _) -> delivery(row))
        .list();
  }

  /// A dead delivery waits for its next attempt, with the patience of a new one.
  static void revive(Transaction tx, String id, Instant now) {
    tx.handle()
        .createUpdate(
            """
            update delivery set state = 'PENDING', next_attempt = :now, finished = null, held = 0,
              attempts_before = attempts
            where id = :id\
            """)
        .bind("id", id)
        .bind("now", EpochNanos.of(now))
        .execute();
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
        row.getString("error"),
        row.getString("digest"),
        row.getInt("attempts_before"));
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
