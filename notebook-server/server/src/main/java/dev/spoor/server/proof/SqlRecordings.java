package dev.spoor.server.proof;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Recordings in the database; their bytes are files.
final class SqlRecordings {
  private static final JsonMapper JSON = JsonMapper.shared();

  private SqlRecordings() {}

  static void insert(Transaction tx, StoredRecording recording) {
    tx.handle()
        .createUpdate(
            """
            insert into recording (id, name, source, host, os, licence, sha256, size, row_count,
              first_time, last_time, event_ids, parts, problems, author, created)
            values (:id, :name, :source, :host, :os, :licence, :sha256, :size, :rows,
              :first, :last, :ids, :parts, :problems, :author, :created)\
            """)
        .bind("id", recording.id())
        .bind("name", recording.name())
        .bind("source", recording.source())
        .bind("host", recording.host())
        .bind("os", recording.os())
        .bind("licence", recording.licence())
        .bind("sha256", recording.sha256())
        .bind("size", recording.size())
        .bind("rows", recording.rows())
        .bind("first", nanos(recording.first()))
        .bind("last", nanos(recording.last()))
        .bind("ids", JSON.writeValueAsString(recording.eventIds()))
        .bind("parts", JSON.writeValueAsString(recording.parts()))
        .bind("problems", JSON.writeValueAsString(recording.problems()))
        .bind("author", recording.author())
        .bind("created", EpochNanos.of(recording.created()))
        .execute();
  }

  private static @Nullable Long nanos(@Nullable Instant time) {
    return time == null ? null : EpochNanos.of(time);
  }

  static List<StoredRecording> all(Transaction tx) {
    return tx.handle()
        .createQuery("select * from recording order by created desc, id")
        .map((row, _) -> recording(row))
        .list();
  }

  static Optional<StoredRecording> find(Transaction tx, String id) {
    return tx.handle()
        .createQuery("select * from recording where id = :id")
        .bind("id", id)
        .map((row, _) -> recording(row))
        .findOne();
  }

  /// The newest of that name.
  static Optional<StoredRecording> findNamed(Transaction tx, String name) {
    return tx.handle()
        .createQuery("select * from recording where name = :name order by created desc limit 1")
        .bind("name", name)
        .map((row, _) -> recording(row))
        .findOne();
  }

  static void delete(Transaction tx, String id) {
    tx.handle().createUpdate("delete from recording where id = :id").bind("id", id).execute();
  }

  static boolean usesBlob(Transaction tx, String sha256) {
    return tx.handle()
            .createQuery("select count(*) from recording where sha256 = :sha256")
            .bind("sha256", sha256)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  private static StoredRecording recording(ResultSet row) throws SQLException {
    return new StoredRecording(
        row.getString("id"),
        row.getString("name"),
        row.getString("source"),
        row.getString("host"),
        row.getString("os"),
        row.getString("licence"),
        row.getString("sha256"),
        row.getLong("size"),
        row.getLong("row_count"),
        time(row, "first_time"),
        time(row, "last_time"),
        JSON.readValue(row.getString("event_ids"), new TypeReference<>() {}),
        JSON.readValue(row.getString("parts"), new TypeReference<>() {}),
        JSON.readValue(row.getString("problems"), new TypeReference<>() {}),
        row.getString("author"),
        EpochNanos.toInstant(row.getLong("created")));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? null : EpochNanos.toInstant(nanos);
  }
}
