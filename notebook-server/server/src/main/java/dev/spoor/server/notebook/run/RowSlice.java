package dev.spoor.server.notebook.run;

import java.util.List;

/// A stretch of a view of stored rows.
///
/// @param rows each a JSON object; fewer than asked for when rows are large
/// @param numbers the place of each row in the result, from 0
/// @param total rows of the view
public record RowSlice(List<byte[]> rows, List<Long> numbers, long total) {
  public RowSlice {
    rows = List.copyOf(rows);
    numbers = List.copyOf(numbers);
  }
}
