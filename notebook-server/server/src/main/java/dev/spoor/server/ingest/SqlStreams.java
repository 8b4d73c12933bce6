package dev.spoor.server.ingest;

import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/// The table of streams.
final class SqlStreams {
  private static final String COLUMNS =
      "SELECT number, client, artifact, artifact_version, source, parameter_hash FROM stream ";

  private SqlStreams() {}

  static List<StreamInfo> all(Transaction tx) {
    return tx.handle().createQuery(COLUMNS).map(SqlStreams::stream).list();
  }

  static Optional<StreamInfo> find(
      Transaction tx,
      ClientId client,
      String artifact,
      int version,
      String source,
      String parameterHash) {
    return tx.handle()
        .createQuery(
            COLUMNS
                + "WHERE client = :client AND artifact = :artifact AND artifact_version = :version"
                + " AND source = :source AND parameter_hash = :hash")
        .bind("client", client.value())
        .bind("artifact", artifact)
        .bind("version", version)
        .bind("source", source)
        .bind("hash", parameterHash)
        .map(SqlStreams::stream)
        .findOne();
  }

  static StreamInfo insert(
      Transaction tx,
      ClientId client,
      String artifact,
      int version,
      String source,
      String parameterHash) {
    int number =
        tx.handle()
            .createQuery(
                "INSERT INTO stream (client, artifact, artifact_version, source, parameter_hash)"
                    + " VALUES (:client, :artifact, :version, :source, :hash) RETURNING number")
            .bind("client", client.value())
            .bind("artifact", artifact)
            .bind("version", version)
            .bind("source", source)
            .bind("hash", parameterHash)
            .mapTo(Integer.class)
            .one();
    return new StreamInfo(number, client, artifact, version, source, parameterHash);
  }

  private static StreamInfo stream(ResultSet r, StatementContext context) throws SQLException {
    return new StreamInfo(
        r.getInt(1),
        new ClientId(r.getString(2)),
        r.getString(3),
        r.getInt(4),
        r.getString(5),
        r.getString(6));
  }
}
