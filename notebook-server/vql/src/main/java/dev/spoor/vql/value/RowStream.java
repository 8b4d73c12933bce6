package dev.spoor.vql.value;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows pulled one by one. One thread pulls; `close` may come from any thread, cancels down to the
/// source and wakes a `next` that waits there.
public interface RowStream extends AutoCloseable {

  /// The next row, or null at the end or after `close`. A source without end blocks here.
  @Nullable Row next();

  /// May be called again.
  @Override
  void close();

  static RowStream empty() {
    return of(List.<Row>of().iterator());
  }

  static RowStream of(Row... rows) {
    return of(List.of(rows).iterator());
  }

  static RowStream of(Iterable<? extends Row> rows) {
    return of(rows.iterator());
  }

  static RowStream of(Iterator<? extends Row> rows) {
    return new RowStream() {
      private volatile boolean closed;

      @Override
      public @Nullable Row next() {
        return !closed && rows.hasNext() ? rows.next() : null;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  /// All rows that are left; closes the stream.
  default List<Row> toList() {
    try (this) {
      List<Row> all = new ArrayList<>();
      for (Row row = next(); row != null; row = next()) {
        all.add(row);
      }
      return all;
    }
  }
}
