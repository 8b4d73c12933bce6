package dev.spoor.server.audit;

import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/// The audit's table.
final class SqlAudit {
  private static final String COLUMNS =
      "SELECT seq, time, principal, action, target, before_json, after_json, previous_hash, hash"
          + " FROM audit ";

  private SqlAudit() {}

  static Optional<AuditRow> last(Transaction tx) {
    return tx.handle()
        .createQuery(COLUMNS + "ORDER BY seq DESC LIMIT 1")
        .map(SqlAudit::row)
        .findFirst();
  }

  static List<AuditRow> page(Transaction tx, AuditFilter filter, long before, int limit) {
    return tx.handle()
        .createQuery(
            COLUMNS
                + """
                WHERE seq < :before
                  AND (:principal IS NULL OR instr(lower(principal), lower(:principal)) > 0)
                  AND (:action IS NULL OR substr(action, 1, length(:action)) = :action)
                  AND (:target IS NULL OR instr(lower(target), lower(:target)) > 0)
                ORDER BY seq DESC LIMIT :limit\
                """)
        .bind("before", before)
        .bind("principal", filter.principal())
        .bind("action", filter.action())
        .bind("target", filter.target())
        .bind("limit", limit)
        .map(SqlAudit::row)
        .list();
  }

  static Iterable<AuditRow> all(Transaction tx) {
    return tx.handle().createQuery(COLUMNS + "ORDER BY seq").map(SqlAudit::row);
  }

  static void insert(Transaction tx, AuditRow row) {
    tx.handle()
        .createUpdate(
            "INSERT INTO audit (seq, time, principal, action, target, before_json, after_json,"
                + " previous_hash, hash) VALUES (:seq, :time, :principal, :action, :target,"
                + " :before, :after, :previous, :hash)")
        .bind("seq", row.seq())
        .bind("time", row.time())
        .bind("principal", row.principal())
        .bind("action", row.action())
        .bind("target", row.target())
        .bind("before", row.before())
        .bind("after", row.after())
        .bind("previous", HexFormat.of().parseHex(row.previousHash()))
        .bind("hash", HexFormat.of().parseHex(row.hash()))
        .execute();
  }

  private static AuditRow row(ResultSet r, StatementContext context) throws SQLException {
    return new AuditRow(
        r.getLong(1),
        r.getLong(2),
        r.getString(3),
        r.getString(4),
        r.getString(5),
        r.getString(6),
        r.getString(7),
        HexFormat.of().formatHex(r.getBytes(8)),
        HexFormat.of().formatHex(r.getBytes(9)));
  }
}
