package dev.spoor.server.alert;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The table of alerts.
final class SqlAlerts {
  private static final int MAX_SEARCH = 2_000;

  private SqlAlerts() {}

  /// An alert as stored, with its dedup key; hours are not read.
  record Stored(Alert alert, String dedup) {}

  static Optional<Stored> open(Transaction tx, String rule, String dedup) {
    return tx.handle()
        .createQuery("select * from alert where rule = :rule and dedup = :dedup and shelf < 3")
        .bind("rule", rule)
        .bind("dedup", dedup)
        .map((row, _) -> stored(row))
        .findOne();
  }

  static Optional<Stored> find(Transaction tx, String id) {
    return tx.handle()
        .createQuery("select * from alert where id = :id")
        .bind("id", id)
        .map((row, _) -> stored(row))
        .findOne();
  }

  /// Those that are there, in the order of `ids`.
  static List<Alert> all(Transaction tx, Collection<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Alert> alerts =
        tx.handle()
            .createQuery("select * from alert where id in (<ids>)")
            .bindList("ids", List.copyOf(ids))
            .map((row, _) -> stored(row).alert())
            .list();
    Map<String, Alert> byId = new LinkedHashMap<>();
    alerts.forEach(alert -> byId.put(alert.id(), alert));
    List<Alert> ordered = new ArrayList<>();
    for (String id : new LinkedHashSet<>(ids)) {
      Alert alert = byId.get(id);
      if (alert != null) {
        ordered.add(alert);
      }
    }
    return ordered;
  }

  static void insert(Transaction tx, Alert alert, String dedup) {
    bind(
            tx.handle()
                .createUpdate(
                    """
                    insert into alert
                      (id, rule, dedup, title, severity, client, hostname, clients, account,
                       key_column, key_value, why, shelf, state, owner, until, reason, comment,
                       count, value_count, note_count, first_time, last_time, created, closed,
                       revision, search)
                    values
                      (:id, :rule, :dedup, :title, :severity, :client, :hostname, :clients, :account,
                       :column, :value, :why, :shelf, :state, :owner, :until, :reason, :comment,
                       :count, :values, :notes, :first, :last, :created, :closed,
                       :revision, :search)\
                    """),
            alert)
        .bind("dedup", dedup)
        .bind("created", EpochNanos.of(alert.created()))
        .bind("closed", (Long) null)
        .execute();
  }

  /// Writes everything but the dedup key and the notes; `closed` is when it was closed, null while
  /// it is not.
  static void update(Transaction tx, Alert alert, @Nullable Instant closed) {
    bind(
            tx.handle()
                .createUpdate(
                    """
                    update alert set
                      title = :title, severity = :severity, client = :client, hostname = :hostname,
                      clients = :clients, account = :account, key_column = :column,
                      key_value = :value, why = :why, shelf = :shelf, state = :state,
                      owner = :owner, until = :until, reason = :reason, comment = :comment,
                      count = :count, value_count = :values, note_count = :notes,
                      first_time = :first, last_time = :last, closed = :closed,
                      revision = :revision, search = :search
                    where id = :id and rule = :rule\
                    """),
            alert)
        .bind("closed", closed == null ? null : (Long) EpochNanos.of(closed))
        .execute();
  }

  private static org.jdbi.v3.core.statement.Update bind(
      org.jdbi.v3.core.statement.Update update, Alert alert) {
    AlertEntity entity = alert.entity();
    ClientId client = entity.client();
    Instant until = alert.until();
    CloseReason reason = alert.reason();
    return update
        .bind("id", alert.id())
        .bind("rule", alert.rule())
        .bind("title", alert.title())
        .bind("severity", alert.severity().ordinal())
        .bind("client", client == null ? null : client.value())
        .bind("hostname", alert.hostname())
        .bind("clients", alert.clients())
        .bind("account", entity.account())
        .bind("column", entity.keyColumn())
        .bind("value", entity.keyValue())
        .bind("why", alert.why())
        .bind("shelf", alert.state().shelf())
        .bind("state", alert.state().name())
        .bind("owner", alert.owner())
        .bind("until", until == null ? null : (Long) EpochNanos.of(until))
        .bind("reason", reason == null ? null : reason.name())
        .bind("comment", alert.comment())
        .bind("count", alert.count())
        .bind("values", alert.values())
        .bind("notes", alert.notes())
        .bind("first", EpochNanos.of(alert.first()))
        .bind("last", EpochNanos.of(alert.last()))
        .bind("revision", alert.revision())
        .bind("search", search(alert));
  }

  private static String search(Alert alert) {
    AlertEntity entity = alert.entity();
    String text =
        String.join(
            "\n",
            alert.title(),
            alert.rule(),
            entity.account(),
            alert.hostname(),
            String.valueOf(entity.client()),
            entity.keyValue());
    return (text.length() > MAX_SEARCH ? text.substring(0, MAX_SEARCH) : text)
        .toLowerCase(Locale.ROOT);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    Object until = row.getObject("until");
    String reason = row.getString("reason");
    Alert alert =
        new Alert(
            row.getString("id"),
            row.getString("rule"),
            row.getString("title"),
            Severity.values()[row.getInt("severity")],
            SqlAlertParts.entity(row),
            row.getString("hostname"),
            row.getInt("clients"),
            row.getString("why"),
            AlertState.valueOf(row.getString("state")),
            row.getString("owner"),
            until == null ? null : EpochNanos.toInstant(((Number) until).longValue()),
            reason == null ? null : CloseReason.valueOf(reason),
            row.getString("comment"),
            row.getLong("count"),
            row.getLong("value_count"),
            EpochNanos.toInstant(row.getLong("first_time")),
            EpochNanos.toInstant(row.getLong("last_time")),
            EpochNanos.toInstant(row.getLong("created")),
            List.of(),
            row.getInt("note_count"),
            row.getLong("revision"));
    return new Stored(alert, row.getString("dedup"));
  }

  static List<Alert> page(
      Transaction tx,
      AlertFilter filter,
      AlertOrder order,
      @Nullable AlertCursor after,
      int limit) {
    Where where = Where.of(filter);
    if (after != null) {
      where.add(after.condition(order), after.values());
    }
    return where
        .query(tx, "select * from alert", orderBy(order), limit)
        .map((row, _) -> stored(row).alert())
        .list();
  }

  /// Ids with their section, in order: what a page needs to show a list that stands still.
  static List<AlertPlace> places(Transaction tx, AlertFilter filter, AlertOrder order, int limit) {
    return Where.of(filter)
        .query(tx, "select id, shelf, hostname from alert", orderBy(order), limit)
        .map(
            (row, _) ->
                new AlertPlace(row.getString("id"), row.getInt("shelf"), row.getString("hostname")))
        .list();
  }

  private static String orderBy(AlertOrder order) {
    return switch (order) {
      case INBOX -> "shelf, severity, (-last_time), id";
      case CLIENT -> "hostname, severity, (-last_time), id";
      case TIME -> "(-last_time), id";
    };
  }

  static long count(Transaction tx, AlertFilter filter) {
    return Where.of(filter).query(tx, "select count(*) from alert", "1", 1).mapTo(Long.class).one();
  }

  static AlertCounts counts(Transaction tx, @Nullable String owner) {
    int[] shelves = new int[3];
    tx.handle()
        .createQuery("select shelf, count(*) as n from alert where shelf < 3 group by shelf")
        .map((row, _) -> shelves[row.getInt("shelf")] = row.getInt("n"))
        .list();
    int mine =
        owner == null
            ? 0
            : tx.handle()
                .createQuery("select count(*) from alert where owner = :owner and shelf < 2")
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
    return new AlertCounts(shelves[0], shelves[1], shelves[2], mine);
  }

  /// Snoozed ones whose time has come.
  static List<Alert> due(Transaction tx, Instant now) {
    return tx.handle()
        .createQuery("select * from alert where shelf = 2 and until <= :now")
        .bind("now", EpochNanos.of(now))
        .map((row, _) -> stored(row).alert())
        .list();
  }

  /// Others that share the client, the account or the value; the open ones first.
  static List<Alert> related(Transaction tx, Alert alert, int limit) {
    AlertEntity entity = alert.entity();
    ClientId client = entity.client();
    return tx.handle()
        .createQuery(
            """
            select * from alert where id <> :id and (
              (:client is not null and client = :client)
              or (:account <> '' and account = :account)
              or id in (select other.alert from alert_value own
                        join alert_value other on other.key_value = own.key_value
                        where own.alert = :id and own.key_value <> '' and other.alert <> :id
                        limit 100))
            order by shelf = 3, severity, (-last_time) limit :limit\
            """)
        .bind("id", alert.id())
        .bind("client", client == null ? null : client.value())
        .bind("account", entity.account())
        .bind("limit", limit)
        .map((row, _) -> stored(row).alert())
        .list();
  }

  /// A condition that grows.
  private static final class Where {
    private final List<String> parts = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, List<?>> lists = new LinkedHashMap<>();

    static Where of(AlertFilter filter) {
      Where where = new Where();
      if (filter.states() == null) {
        where.parts.add("shelf < 3");
      } else {
        where.list("state", filter.states().stream().map(Enum::name).toList());
      }
      if (!filter.severities().isEmpty()) {
        where.list("severity", filter.severities().stream().map(Enum::ordinal).toList());
      }
      where.equal("rule", filter.rule());
      where.equal("account", filter.account());
      where.equal("owner", filter.owner());
      ClientId client = filter.client();
      if (client != null) {
        where.add(
            "(client = :client or id in (select alert from alert_value where client = :client))",
            Map.of("client", client.value()));
      }
      if (!filter.text().isBlank()) {
        where.add(
            "instr(search, :text) > 0",
            Map.of("text", filter.text().strip().toLowerCase(Locale.ROOT)));
      }
      where.time("last_time >= :from", "from", filter.from());
      where.time("last_time < :to", "to", filter.to());
      where.time("closed >= :closedSince", "closedSince", filter.closedSince());
      return where;
    }

    void add(String part, Map<String, ?> bound) {
      parts.add(part);
      values.putAll(bound);
    }

    private void equal(String column, @Nullable String value) {
      if (value != null) {
        add(column + " = :" + column, Map.of(column, value));
      }
    }

    private void list(String column, List<?> wanted) {
      if (wanted.isEmpty()) {
        parts.add("1 = 0");
      } else {
        parts.add(column + " in (<" + column + "s>)");
        lists.put(column + "s", wanted);
      }
    }

    private void time(String part, String name, @Nullable Instant time) {
      if (time != null) {
        add(part, Map.of(name, EpochNanos.of(time)));
      }
    }

    Query query(Transaction tx, String select, String order, int limit) {
      String sql =
          select
              + (parts.isEmpty() ? "" : " where " + String.join(" and ", parts))
              + " order by "
              + order
              + " limit "
              + limit;
      Query query = tx.handle().createQuery(sql);
      values.forEach(query::bind);
      lists.forEach(query::bindList);
      return query;
    }
  }
}
