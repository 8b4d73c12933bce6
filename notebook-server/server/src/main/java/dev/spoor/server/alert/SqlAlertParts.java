package dev.spoor.server.alert;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What belongs to an alert: its values, events, hours, notes and history.
final class SqlAlertParts {
  /// Events of an alert that are kept; older ones stay in the count.
  static final int KEPT_EVENTS = 1_000;

  private static final JsonMapper JSON = JsonMapper.shared();

  private SqlAlertParts() {}

  static AlertEntity entity(ResultSet row) throws SQLException {
    String client = row.getString("client");
    return new AlertEntity(
        client == null ? null : new ClientId(client),
        row.getString("account"),
        row.getString("key_column"),
        row.getString("key_value"));
  }

  /// False when this event was counted for that rule and key before.
  static boolean insertEvent(
      Transaction tx, AlertSignal signal, String dedup, String alert, String value) {
    return tx.handle()
            .createUpdate(
                """
                insert or ignore into alert_event
                  (rule, event_id, dedup, alert, value, time, delivery)
                values (:rule, :event, :dedup, :alert, :value, :time, :delivery)\
                """)
            .bind("rule", signal.rule())
            .bind("event", signal.eventId())
            .bind("dedup", dedup)
            .bind("alert", alert)
            .bind("value", value)
            .bind("time", EpochNanos.of(signal.time()))
            .bind("delivery", signal.delivery())
            .execute()
        > 0;
  }

  static Optional<String> alertOfEvent(Transaction tx, String rule, String eventId, String dedup) {
    return tx.handle()
        .createQuery(
            "select alert from alert_event where rule = :rule and event_id = :event and dedup = :dedup")
        .bind("rule", rule)
        .bind("event", eventId)
        .bind("dedup", dedup)
        .mapTo(String.class)
        .findOne();
  }

  static void deleteOldEvents(Transaction tx, String alert) {
    tx.handle()
        .createUpdate(
            """
            delete from alert_event where alert = :alert and number <=
              (select number from alert_event where alert = :alert
               order by number desc limit 1 offset :kept)\
            """)
        .bind("alert", alert)
        .bind("kept", KEPT_EVENTS)
        .execute();
  }

  /// Newest first; those before the number `before`.
  static List<AlertEvent> events(Transaction tx, String alert, int offset, int limit) {
    return tx.handle()
        .createQuery(
            """
            select e.event_id, e.time, e.delivery,
                   v.client, v.hostname, v.account, v.key_column, v.key_value
            from alert_event e join alert_value v on v.alert = e.alert and v.hash = e.value
            where e.alert = :alert order by e.number desc limit :limit offset :offset\
            """)
        .bind("alert", alert)
        .bind("limit", limit)
        .bind("offset", offset)
        .map(
            (row, _) ->
                new AlertEvent(
                    row.getString("event_id"),
                    entity(row),
                    row.getString("hostname"),
                    EpochNanos.toInstant(row.getLong("time")),
                    row.getString("delivery")))
        .list();
  }

  static List<String> deliveryKeys(Transaction tx, String alert, int limit) {
    return tx.handle()
        .createQuery(
            """
            select distinct delivery from alert_event
            where alert = :alert and delivery is not null order by number desc limit :limit\
            """)
        .bind("alert", alert)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /// When somebody was last told of that value; empty if it is a new one.
  static Optional<Instant> told(Transaction tx, String alert, String hash) {
    return tx.handle()
        .createQuery("select told from alert_value where alert = :alert and hash = :hash")
        .bind("alert", alert)
        .bind("hash", hash)
        .mapTo(Long.class)
        .findOne()
        .map(EpochNanos::toInstant);
  }

  static void insertValue(
      Transaction tx,
      String alert,
      String hash,
      AlertEntity entity,
      String hostname,
      Instant time,
      Instant told) {
    ClientId client = entity.client();
    tx.handle()
        .createUpdate(
            """
            insert into alert_value
              (alert, hash, client, hostname, account, key_column, key_value,
               count, first_time, last_time, told)
            values
              (:alert, :hash, :client, :hostname, :account, :column, :value, 1, :time, :time, :told)\
            """)
        .bind("alert", alert)
        .bind("hash", hash)
        .bind("client", client == null ? null : client.value())
        .bind("hostname", hostname)
        .bind("account", entity.account())
        .bind("column", entity.keyColumn())
        .bind("value", entity.keyValue())
        .bind("time", EpochNanos.of(time))
        .bind("told", EpochNanos.of(told))
        .execute();
  }

  static void countValue(
      Transaction tx, String alert, String hash, Instant time, @Nullable Instant told) {
    tx.handle()
        .createUpdate(
            """
            update alert_value set count = count + 1, first_time = min(first_time, :time),
              last_time = max(last_time, :time), told = coalesce(:told, told)
            where alert = :alert and hash = :hash\
            """)
        .bind("alert", alert)
        .bind("hash", hash)
        .bind("time", EpochNanos.of(time))
        .bind("told", told == null ? null : (Long) EpochNanos.of(told))
        .execute();
  }

  static int clients(Transaction tx, String alert) {
    return tx.handle()
        .createQuery("select count(distinct client) from alert_value where alert = :alert")
        .bind("alert", alert)
        .mapTo(Integer.class)
        .one();
  }

  /// The most frequent first.
  static List<AlertValue> values(Transaction tx, String alert, int limit) {
    return tx.handle()
        .createQuery(
            """
            select * from alert_value where alert = :alert
            order by count desc, last_time desc, hash limit :limit\
            """)
        .bind("alert", alert)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new AlertValue(
                    entity(row),
                    row.getString("hostname"),
                    row.getLong("count"),
                    EpochNanos.toInstant(row.getLong("first_time")),
                    EpochNanos.toInstant(row.getLong("last_time"))))
        .list();
  }

  static void countHour(Transaction tx, String alert, long hour) {
    tx.handle()
        .createUpdate(
            """
            insert into alert_hour (alert, hour, count) values (:alert, :hour, 1)
            on conflict (alert, hour) do update set count = count + 1\
            """)
        .bind("alert", alert)
        .bind("hour", hour)
        .execute();
  }

  /// Counts per alert and hour from `from` on.
  static Map<String, Map<Long, Integer>> hours(
      Transaction tx, Collection<String> alerts, long from) {
    Map<String, Map<Long, Integer>> hours = new HashMap<>();
    if (!alerts.isEmpty()) {
      tx.handle()
          .createQuery(
              "select alert, hour, count from alert_hour where alert in (<ids>) and hour >= :from")
          .bindList("ids", new ArrayList<>(alerts))
          .bind("from", from)
          .map(
              (row, _) ->
                  hours
                      .computeIfAbsent(row.getString("alert"), _ -> new HashMap<>())
                      .put(row.getLong("hour"), row.getInt("count")))
          .list();
    }
    return hours;
  }

  static long insertNote(Transaction tx, String alert, String author, Instant time, String text) {
    return tx.handle()
        .createUpdate(
            "insert into alert_note (alert, author, time, text) values (:alert, :author, :time, :text)")
        .bind("alert", alert)
        .bind("author", author)
        .bind("time", EpochNanos.of(time))
        .bind("text", text)
        .executeAndReturnGeneratedKeys("number")
        .mapTo(Long.class)
        .one();
  }

  static void deleteNote(Transaction tx, long number) {
    tx.handle()
        .createUpdate("delete from alert_note where number = :number")
        .bind("number", number)
        .execute();
  }

  static void countNotes(Transaction tx, String alert) {
    tx.handle()
        .createUpdate(
            """
            update alert set note_count =
              (select count(*) from alert_note where alert = :alert) where id = :alert\
            """)
        .bind("alert", alert)
        .execute();
  }

  static List<AlertNote> notes(Transaction tx, String alert) {
    return tx.handle()
        .createQuery("select * from alert_note where alert = :alert order by number")
        .bind("alert", alert)
        .map(
            (row, _) ->
                new AlertNote(
                    row.getLong("number"),
                    row.getString("author"),
                    EpochNanos.toInstant(row.getLong("time")),
                    row.getString("text")))
        .list();
  }

  static void insertHistory(Transaction tx, AlertHistory item) {
    tx.handle()
        .createUpdate(
            """
            insert into alert_history
              (undo, alert, verb, author, time, before, after, revision, undone)
            values (:undo, :alert, :verb, :author, :time, :before, :after, :revision, 0)\
            """)
        .bind("undo", item.undo())
        .bind("alert", item.alert())
        .bind("verb", item.verb())
        .bind("author", item.author())
        .bind("time", EpochNanos.of(item.time()))
        .bind("before", item.before() == null ? null : JSON.writeValueAsString(item.before()))
        .bind("after", JSON.writeValueAsString(item.after()))
        .bind("revision", item.revision())
        .execute();
  }

  static void markUndone(Transaction tx, String undo, String alert) {
    tx.handle()
        .createUpdate("update alert_history set undone = 1 where undo = :undo and alert = :alert")
        .bind("undo", undo)
        .bind("alert", alert)
        .execute();
  }

  /// Newest first.
  static List<AlertHistory> history(Transaction tx, String alert, int limit) {
    return tx.handle()
        .createQuery(
            "select * from alert_history where alert = :alert order by number desc limit :limit")
        .bind("alert", alert)
        .bind("limit", limit)
        .map((row, _) -> item(row))
        .list();
  }

  static List<AlertHistory> doneWith(Transaction tx, String undo) {
    return tx.handle()
        .createQuery("select * from alert_history where undo = :undo order by number")
        .bind("undo", undo)
        .map((row, _) -> item(row))
        .list();
  }

  private static AlertHistory item(ResultSet row) throws SQLException {
    String before = row.getString("before");
    return new AlertHistory(
        row.getString("undo"),
        row.getString("alert"),
        row.getString("verb"),
        row.getString("author"),
        EpochNanos.toInstant(row.getLong("time")),
        before == null ? null : JSON.readValue(before, Alert.Standing.class),
        JSON.readValue(row.getString("after"), Alert.Standing.class),
        row.getLong("revision"),
        row.getBoolean("undone"));
  }
}
