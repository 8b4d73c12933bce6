package dev.spoor.server.detection;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Rules and their hits in the database.
final class SqlDetections {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NEWEST =
      """
      select r.*, s.state, s.label from detection_rule r
      join detection_rule_state s on s.id = r.id
      where r.version = (select max(version) from detection_rule v where v.id = r.id)
      """;

  private SqlDetections() {}

  static List<DetectionRule> all(Transaction tx) {
    return tx.handle()
        .createQuery(NEWEST + " order by r.title, r.id")
        .map((row, _) -> rule(row))
        .list();
  }

  static Optional<DetectionRule> find(Transaction tx, String id) {
    return tx.handle()
        .createQuery(NEWEST + " and r.id = :id")
        .bind("id", id)
        .map((row, _) -> rule(row))
        .findOne();
  }

  /// The versions of a rule, the newest first.
  static List<DetectionRule> versions(Transaction tx, String id) {
    return tx.handle()
        .createQuery(
            """
            select r.*, 'OFF' as state, '' as label from detection_rule r
            where r.id = :id order by r.version desc\
            """)
        .bind("id", id)
        .map((row, _) -> rule(row))
        .list();
  }

  static void insert(Transaction tx, DetectionRule rule) {
    tx.handle()
        .createUpdate(
            """
            insert into detection_rule (id, version, title, level, tags, content, author, created)
            values (:id, :version, :title, :level, :tags, :content, :author, :created)\
            """)
        .bind("id", rule.id())
        .bind("version", rule.version())
        .bind("title", rule.title())
        .bind("level", rule.level())
        .bind("tags", JSON.writeValueAsString(rule.tags()))
        .bind("content", rule.content())
        .bind("author", rule.author())
        .bind("created", EpochNanos.of(rule.created()))
        .execute();
  }

  static void state(
      Transaction tx, String id, RuleState state, String label, String author, Instant now) {
    tx.handle()
        .createUpdate(
            """
            insert or replace into detection_rule_state (id, state, label, changed_by, changed)
            values (:id, :state, :label, :author, :now)\
            """)
        .bind("id", id)
        .bind("state", state.name())
        .bind("label", label)
        .bind("author", author)
        .bind("now", EpochNanos.of(now))
        .execute();
  }

  static void delete(Transaction tx, String id) {
    for (String table : List.of("detection_rule", "detection_rule_state")) {
      tx.handle().createUpdate("delete from " + table + " where id = :id").bind("id", id).execute();
    }
    tx.handle()
        .createUpdate("delete from detection_hits where rule = :id")
        .bind("id", id)
        .execute();
  }

  static void hit(Transaction tx, String rule, long hour) {
    tx.handle()
        .createUpdate(
            """
            insert into detection_hits (rule, hour, hits) values (:rule, :hour, 1)
            on conflict (rule, hour) do update set hits = hits + 1\
            """)
        .bind("rule", rule)
        .bind("hour", hour)
        .execute();
  }

  /// Hits by rule and hour, from an hour on.
  static Map<String, Map<Long, Long>> hits(Transaction tx, long from) {
    Map<String, Map<Long, Long>> hits = new HashMap<>();
    tx.handle()
        .createQuery("select rule, hour, hits from detection_hits where hour >= :from")
        .bind("from", from)
        .map(
            (row, _) ->
                hits.computeIfAbsent(row.getString("rule"), r -> new HashMap<>())
                    .put(row.getLong("hour"), row.getLong("hits")))
        .list();
    return hits;
  }

  private static DetectionRule rule(ResultSet row) throws SQLException {
    return new DetectionRule(
        row.getString("id"),
        row.getInt("version"),
        row.getString("title"),
        row.getString("level"),
        JSON.readValue(row.getString("tags"), new TypeReference<List<String>>() {}),
        row.getString("content"),
        RuleState.valueOf(row.getString("state")),
        row.getString("label"),
        row.getString("author"),
        EpochNanos.toInstant(row.getLong("created")));
  }
}
