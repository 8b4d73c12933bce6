package dev.spoor.sigma.plugin;

import dev.spoor.sigma.document.LogSource;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event that remembers the log source whose query gave it.
record SourceRow(Row event, @Nullable LogSource logSource) implements Row {

  static RowStream tag(RowStream rows, @Nullable LogSource logSource) {
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        Row row = rows.next();
        return row == null ? null : new SourceRow(row, logSource);
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  @Override
  public List<String> columns() {
    return event.columns();
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    return event.find(column, missing);
  }
}
