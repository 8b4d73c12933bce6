package dev.spoor.vql.catalog;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.List;

/// A query as a value: nothing runs until it is opened, and it may be opened again.
public interface Query {

  /// Runs the query where it is used: names are resolved in this scope, unless the query was bound
  /// to one when it was made.
  RowStream open(Scope scope);

  default List<Row> rows(Scope scope) {
    return open(scope).toList();
  }

  /// A query over rows that are there.
  static Query over(List<? extends Row> rows) {
    return scope -> RowStream.of(rows);
  }
}
