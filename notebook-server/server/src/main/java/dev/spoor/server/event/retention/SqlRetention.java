package dev.spoor.server.event.retention;

import dev.spoor.server.database.Transaction;
import java.util.List;

/// Retention rules in the database.
final class SqlRetention {
  private SqlRetention() {}

  static List<RetentionRule> all(Transaction tx) {
    return tx.handle()
        .createQuery("select artifact, days, bytes from retention_rule order by artifact")
        .map(
            (row, _) ->
                new RetentionRule(
                    row.getString("artifact"),
                    row.getObject("days") == null ? null : row.getInt("days"),
                    row.getObject("bytes") == null ? null : row.getLong("bytes")))
        .list();
  }

  static void replace(Transaction tx, List<RetentionRule> rules) {
    tx.handle().execute("delete from retention_rule");
    for (RetentionRule rule : rules) {
      tx.handle()
          .createUpdate("insert into retention_rule (artifact, days, bytes) values (?, ?, ?)")
          .bind(0, rule.artifact())
          .bind(1, rule.days())
          .bind(2, rule.bytes())
          .execute();
    }
  }
}
