package dev.spoor.server.ingest;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import dev.spoor.wire.Boot;
import dev.spoor.wire.StreamStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of stream intervals.
final class SqlCoverage {
  private SqlCoverage() {}

  /// @param id 0 for a new one; times in nanoseconds
  record Row(long id, ClientId client, long from, long to, StreamStatus status) {}

  /// Gives the id.
  static long save(Transaction tx, Row row) {
    StreamStatus status = row.status();
    if (row.id() == 0) {
      return bind(
              tx.handle()
                  .createQuery(
                      "INSERT INTO stream_interval (client, stream, boot, from_time, to_time,"
                          + " state, since, error, last_seq, complete_up_to, captured, spooled,"
                          + " sent, lost) VALUES (:client, :stream, :boot, :from, :to, :state,"
                          + " :since, :error, :lastSeq, :complete, :captured, :spooled, :sent,"
                          + " :lost) RETURNING id"),
              row,
              status)
          .mapTo(Long.class)
          .one();
    }
    bind(
            tx.handle()
                .createQuery(
                    "UPDATE stream_interval SET to_time = :to, last_seq = :lastSeq,"
                        + " complete_up_to = :complete, captured = :captured, spooled = :spooled,"
                        + " sent = :sent, lost = :lost WHERE id = :id RETURNING id"),
            row,
            status)
        .bind("id", row.id())
        .mapTo(Long.class)
        .one();
    return row.id();
  }

  private static org.jdbi.v3.core.statement.Query bind(
      org.jdbi.v3.core.statement.Query query, Row row, StreamStatus status) {
    return query
        .bind("client", row.client().value())
        .bind("stream", status.stream())
        .bind("boot", Boot.text(status.boot()))
        .bind("from", row.from())
        .bind("to", row.to())
        .bind("state", status.state().name())
        .bind("since", EpochNanos.of(status.since()))
        .bind("error", status.error())
        .bind("lastSeq", status.lastSeq())
        .bind("complete", nanos(status.completeUpTo()))
        .bind("captured", status.captured())
        .bind("spooled", status.spooled())
        .bind("sent", status.sent())
        .bind("lost", status.lost());
  }

  private static @Nullable Long nanos(@Nullable Instant time) {
    return time == null ? null : EpochNanos.of(time);
  }

  static List<Coverage.ClientLoss> losses(Transaction tx, Instant since, int limit) {
    return tx.handle()
        .createQuery(
            """
            select client, sum(captured) as captured, sum(spooled) as spooled, sum(sent) as sent,
              sum(lost) as lost, max(to_time) as told
            from stream_interval i
            where to_time >= :since and not exists (
              select 1 from stream_interval later
              where later.client = i.client and later.stream = i.stream and later.boot = i.boot
                and (later.to_time, later.id) > (i.to_time, i.id))
            group by client order by lost desc, spooled desc, client limit :limit\
            """)
        .bind("since", EpochNanos.of(since))
        .bind("limit", limit)
        .map(
            (row, _) ->
                new Coverage.ClientLoss(
                    new ClientId(row.getString("client")),
                    row.getLong("captured"),
                    row.getLong("spooled"),
                    row.getLong("sent"),
                    row.getLong("lost"),
                    EpochNanos.toInstant(row.getLong("told"))))
        .list();
  }
}
