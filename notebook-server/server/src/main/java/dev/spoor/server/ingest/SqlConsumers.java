package dev.spoor.server.ingest;

import dev.spoor.server.database.Transaction;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The table of consumer offsets.
final class SqlConsumers {
  private SqlConsumers() {}

  static OptionalLong find(Transaction tx, String name) {
    return tx.handle()
        .createQuery("SELECT next_lsn FROM consumer WHERE name = :name")
        .bind("name", name)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  static void save(Transaction tx, String name, long nextLsn, long now) {
    tx.handle()
        .createUpdate(
            "INSERT INTO consumer (name, next_lsn, updated) VALUES (:name, :lsn, :now)"
                + " ON CONFLICT (name) DO UPDATE SET next_lsn = :lsn, updated = :now")
        .bind("name", name)
        .bind("lsn", nextLsn)
        .bind("now", now)
        .execute();
  }

  static void delete(Transaction tx, String name) {
    tx.handle()
        .createUpdate("DELETE FROM consumer WHERE name = :name")
        .bind("name", name)
        .execute();
  }

  static Map<String, Long> all(Transaction tx) {
    return tx
        .handle()
        .createQuery("SELECT name, next_lsn FROM consumer")
        .map((r, context) -> Map.entry(r.getString(1), r.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
