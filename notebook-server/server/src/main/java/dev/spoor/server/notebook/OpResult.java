package dev.spoor.server.notebook;

import org.jspecify.annotations.Nullable;

/// What came of one operation. "Someone else saved first" is an outcome, not an error: no text is
/// ever lost.
public sealed interface OpResult {
  /// @param cell null when the operation was on the notebook itself
  /// @param revision the revision now, of the cell or of the title
  record Saved(@Nullable CellId cell, long revision) implements OpResult {}

  /// The text was typed on an older revision. It is kept in a new cell after the one it was meant
  /// for.
  ///
  /// @param yours the text that came late
  /// @param theirs the text that stands
  /// @param copy the cell that keeps `yours`; null for a title
  record Conflict(
      @Nullable CellId cell, String yours, String theirs, long revision, @Nullable CellId copy)
      implements OpResult {}

  /// The operation could not be applied; the others of the edit are not affected.
  record Refused(@Nullable CellId cell, String code, String message) implements OpResult {}
}
