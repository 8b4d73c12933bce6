package dev.spoor.server.notebook.run;

import org.jspecify.annotations.Nullable;

/// How stored rows are looked at: in their order or by a column, all of them or those that hold a
/// text.
///
/// @param sort a column, or null for the order in which the rows came
/// @param find a text that some value of the row holds, capital letters or not; empty for all rows
public record RowView(@Nullable String sort, boolean isDescending, String find) {
  public static final RowView PLAIN = new RowView(null, false, "");

  public boolean isPlain() {
    return sort == null && find.isEmpty();
  }
}
