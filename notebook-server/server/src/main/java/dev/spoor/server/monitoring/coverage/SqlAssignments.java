package dev.spoor.server.monitoring.coverage;

import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The tables of what was to be watched and of what was reported.
final class SqlAssignments {
  private SqlAssignments() {}

  /// @param to [Long#MAX_VALUE] while it lasts
  record Assignment(ClientId client, String artifact, long from, long to) {}

  /// What was reported of one stream: everything from `from` to `to` is here or counted as lost.
  record Report(ClientId client, int stream, boolean applies, long from, long to) {}

  static List<Assignment> lasting(Transaction tx) {
    return tx.handle()
        .createQuery(
            "SELECT client, artifact, from_time, NULL FROM assignment WHERE to_time IS NULL")
        .map(
            (r, c) ->
                new Assignment(
                    new ClientId(r.getString(1)), r.getString(2), r.getLong(3), Long.MAX_VALUE))
        .list();
  }

  static List<Assignment> within(Transaction tx, long from, long to) {
    return tx.handle()
        .createQuery(
            "SELECT client, artifact, from_time, COALESCE(to_time, "
                + Long.MAX_VALUE
                + ") FROM assignment WHERE (to_time IS NULL OR to_time > :from)"
                + " AND from_time < :to")
        .bind("from", from)
        .bind("to", to)
        .map(
            (r, c) ->
                new Assignment(
                    new ClientId(r.getString(1)), r.getString(2), r.getLong(3), r.getLong(4)))
        .list();
  }

  static void change(Transaction tx, List<Assignment> begun, List<Assignment> ended) {
    if (!ended.isEmpty()) {
      PreparedBatch batch =
          tx.handle()
              .prepareBatch(
                  "UPDATE assignment SET to_time = ? WHERE client = ? AND artifact = ?"
                      + " AND to_time IS NULL");
      ended.forEach(
          it -> batch.bind(0, it.to).bind(1, it.client.value()).bind(2, it.artifact).add());
      batch.execute();
    }
    if (!begun.isEmpty()) {
      PreparedBatch batch =
          tx.handle()
              .prepareBatch(
                  "INSERT OR IGNORE INTO assignment (client, artifact, from_time)"
                      + " VALUES (?, ?, ?)");
      begun.forEach(
          it -> batch.bind(0, it.client.value()).bind(1, it.artifact).bind(2, it.from).add());
      batch.execute();
    }
  }

  /// Reports that say something of a time in the range. A sensor that can say up to when it is
  /// complete is believed from the time on at which its state began; of another counts what it
  /// reported.
  static List<Report> reports(Transaction tx, long from, long to) {
    return tx.handle()
        .createQuery(
            "SELECT client, stream, state, CASE WHEN complete_up_to IS NULL THEN from_time"
                + " ELSE MIN(since, from_time) END, COALESCE(complete_up_to, to_time)"
                + " FROM stream_interval WHERE state IN ('RUNNING', 'PRECONDITION_FALSE')"
                + " AND to_time >= :from AND MIN(since, from_time) < :to")
        .bind("from", from)
        .bind("to", to)
        .map(
            (r, c) -> {
              boolean applies = r.getString(3).equals("RUNNING");
              return new Report(
                  new ClientId(r.getString(1)), r.getInt(2), applies, r.getLong(4), r.getLong(5));
            })
        .list();
  }
}
