package dev.spoor.server.notebook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A notebook as saved, cells in order.
///
/// @param revision rises with every operation
/// @param titleRevision counts the titles, from 1
public record Notebook(
    String id,
    String title,
    long titleRevision,
    String owner,
    TimeRange timeRange,
    long revision,
    Instant created,
    Instant updated,
    List<Cell> cells) {
  public Notebook {
    cells = List.copyOf(cells);
  }

  public Optional<Cell> findCell(CellId cell) {
    return cells.stream().filter(c -> c.id().equals(cell)).findFirst();
  }
}
