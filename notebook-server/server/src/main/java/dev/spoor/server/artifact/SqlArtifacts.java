package dev.spoor.server.artifact;

import dev.spoor.server.database.Transaction;
import java.util.List;
import java.util.Optional;

/// The table of artifact versions.
final class SqlArtifacts {
  private SqlArtifacts() {}

  record Row(String name, int version, boolean builtIn, String hash, String definition) {}

  static Optional<Row> newest(Transaction tx, String name) {
    return tx.handle()
        .createQuery(
            "SELECT name, version, built_in, hash, definition FROM artifact_version"
                + " WHERE name = :name ORDER BY version DESC LIMIT 1")
        .bind("name", name)
        .map(
            (r, context) ->
                new Row(
                    r.getString(1), r.getInt(2), r.getBoolean(3), r.getString(4), r.getString(5)))
        .findOne();
  }

  static List<Row> all(Transaction tx) {
    return tx.handle()
        .createQuery(
            "SELECT name, version, built_in, hash, definition FROM artifact_version"
                + " ORDER BY name, version")
        .map(
            (r, context) ->
                new Row(
                    r.getString(1), r.getInt(2), r.getBoolean(3), r.getString(4), r.getString(5)))
        .list();
  }

  static void insert(Transaction tx, Row row, String author, long now) {
    tx.handle()
        .createUpdate(
            "INSERT INTO artifact_version (name, version, built_in, hash, definition, author,"
                + " created) VALUES (:name, :version, :builtIn, :hash, :definition, :author, :now)")
        .bind("name", row.name())
        .bind("version", row.version())
        .bind("builtIn", row.builtIn() ? 1 : 0)
        .bind("hash", row.hash())
        .bind("definition", row.definition())
        .bind("author", author)
        .bind("now", now)
        .execute();
  }
}
