package dev.spoor.server.notebook;

import org.jspecify.annotations.Nullable;

/// One change of a notebook. Texts and titles carry the revision that they were typed on.
public sealed interface NotebookOp {
  record SetText(CellId cell, long baseRevision, String text) implements NotebookOp {}

  /// After null: at the top.
  record Insert(CellId cell, CellType type, String text, @Nullable CellId after)
      implements NotebookOp {}

  /// Into the bin; [Restore] brings it back to its place.
  record Delete(CellId cell) implements NotebookOp {}

  record Restore(CellId cell) implements NotebookOp {}

  record Move(CellId cell, @Nullable CellId after) implements NotebookOp {}

  record SetType(CellId cell, long baseRevision, CellType type) implements NotebookOp {}

  record SetTitle(String title, long baseRevision) implements NotebookOp {}

  record SetTimeRange(TimeRange timeRange) implements NotebookOp {}
}
