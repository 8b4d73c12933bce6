package dev.spoor.server.access;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.audit.AuditFilter;
import dev.spoor.server.audit.AuditRow;
import dev.spoor.server.audit.AuditVerification;
import dev.spoor.server.database.Database;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.util.List;

/// Reads the audit for those who may. Thread-safe.
public final class AuditLog {
  private final Database database;
  private final Audit audit;

  public AuditLog(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /// Newest first, below the sequence number `before`.
  public List<AuditRow> page(Principal principal, AuditFilter filter, long before, int limit) {
    Authority.require(principal, Permission.AUDIT_READ, "read the audit");
    return database.read(tx -> audit.page(tx, filter, before, limit));
  }

  /// Recomputes the whole chain.
  public AuditVerification verify(Principal principal) {
    Authority.require(principal, Permission.AUDIT_READ, "verify the audit");
    return database.read(audit::verify);
  }
}
