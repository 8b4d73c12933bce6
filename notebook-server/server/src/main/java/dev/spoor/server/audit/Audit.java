package dev.spoor.server.audit;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The append-only record of who did what. Each row carries SHA-256 over the hash before it and its
/// own content, and is written in the transaction of the change itself: either both are there or
/// neither. Thread-safe.
public final class Audit {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final InstantSource clock;

  public Audit(InstantSource clock) {
    this.clock = clock;
  }

  /// Records a change. `action` is `feature.verb` (`client.label`), `target` the id or name of the
  /// thing; `before` and `after` are anything Jackson can write, null when there is none. Secrets
  /// never belong here.
  public void record(
      Transaction tx,
      Principal principal,
      String action,
      String target,
      @Nullable Object before,
      @Nullable Object after) {
    Optional<AuditRow> last = SqlAudit.last(tx);
    AuditRow row =
        AuditRow.chained(
            last.map(AuditRow::seq).orElse(0L) + 1,
            EpochNanos.of(clock.instant()),
            principal.auditName(),
            action,
            target,
            json(before),
            json(after),
            last.map(AuditRow::hash).orElse(AuditRow.FIRST));
    SqlAudit.insert(tx, row);
  }

  /// Newest first; `before` is the sequence number to start below, [Long#MAX_VALUE] for the newest.
  public List<AuditRow> page(Transaction tx, long before, int limit) {
    return page(tx, AuditFilter.ALL, before, limit);
  }

  /// Of these, those that the filter wants.
  public List<AuditRow> page(Transaction tx, AuditFilter filter, long before, int limit) {
    return SqlAudit.page(tx, filter, before, limit);
  }

  /// Recomputes the whole chain.
  public AuditVerification verify(Transaction tx) {
    String previous = AuditRow.FIRST;
    long expected = 1;
    for (AuditRow row : SqlAudit.all(tx)) {
      if (row.seq() != expected) {
        return new AuditVerification.Broken(expected, "row " + expected + " is missing");
      }
      if (!row.previousHash().equals(previous)) {
        return new AuditVerification.Broken(
            expected, "row " + expected + " does not follow the row before it");
      }
      if (!row.hash().equals(row.computedHash())) {
        return new AuditVerification.Broken(expected, "row " + expected + " was changed");
      }
      previous = row.hash();
      expected++;
    }
    return new AuditVerification.Intact(expected - 1, previous);
  }

  private static @Nullable String json(@Nullable Object value) {
    return value == null ? null : JSON.writeValueAsString(value);
  }
}
