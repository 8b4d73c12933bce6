package dev.spoor.server.monitoring;

import dev.spoor.server.database.Transaction;
import java.util.List;
import java.util.Optional;

/// Monitoring tables by kind and version; contents are JSON.
final class SqlTables {
  static final String CLIENT = "client";
  static final String SERVER = "server";

  private SqlTables() {}

  record Row(long version, String content, String compiled) {}

  static Optional<Row> newest(Transaction tx, String kind) {
    return tx.handle()
        .createQuery(
            "SELECT version, content, compiled FROM monitoring_table WHERE kind = :kind"
                + " ORDER BY version DESC LIMIT 1")
        .bind("kind", kind)
        .map((r, context) -> new Row(r.getLong(1), r.getString(2), r.getString(3)))
        .findOne();
  }

  static Optional<Row> version(Transaction tx, String kind, long version) {
    return tx.handle()
        .createQuery(
            "SELECT version, content, compiled FROM monitoring_table"
                + " WHERE kind = :kind AND version = :version")
        .bind("kind", kind)
        .bind("version", version)
        .map((r, context) -> new Row(r.getLong(1), r.getString(2), r.getString(3)))
        .findOne();
  }

  /// A version without what it was compiled to.
  record Past(long version, String content, String author, long created) {}

  /// Versions up to this one, the newest first.
  static List<Past> past(Transaction tx, String kind, long from, int limit) {
    return tx.handle()
        .createQuery(
            "SELECT version, content, author, created FROM monitoring_table"
                + " WHERE kind = :kind AND version <= :from ORDER BY version DESC LIMIT :limit")
        .bind("kind", kind)
        .bind("from", from)
        .bind("limit", limit)
        .map((r, context) -> new Past(r.getLong(1), r.getString(2), r.getString(3), r.getLong(4)))
        .list();
  }

  static void insert(Transaction tx, String kind, Row row, String author, long now) {
    tx.handle()
        .createUpdate(
            "INSERT INTO monitoring_table (kind, version, content, compiled, author, created)"
                + " VALUES (:kind, :version, :content, :compiled, :author, :now)")
        .bind("kind", kind)
        .bind("version", row.version())
        .bind("content", row.content())
        .bind("compiled", row.compiled())
        .bind("author", author)
        .bind("now", now)
        .execute();
  }
}
