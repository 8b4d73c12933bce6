package dev.spoor.server.audit;

/// What recomputing the chain showed.
public sealed interface AuditVerification {
  /// All rows hold; `head` is the hash of the last one, worth keeping elsewhere: only a copy
  /// outside the database can show that rows were cut off the end.
  record Intact(long rows, String head) implements AuditVerification {}

  /// The first row that does not hold.
  record Broken(long row, String reason) implements AuditVerification {}
}
