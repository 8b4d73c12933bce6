package dev.spoor.server.monitoring;

/// What came of saving a table.
public sealed interface SaveResult<T> {
  record Saved<T>(T table) implements SaveResult<T> {}

  /// Somebody else saved first; nothing was changed.
  record Conflict<T>(T current) implements SaveResult<T> {}
}
