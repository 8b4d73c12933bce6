package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// What becomes of values that are not computed yet: stored expressions, lazy cells, queries.
public final class Lazy {
  private Lazy() {}

  /// Computes lazy cells and stored expressions; a query stays one.
  public static @Nullable Object reduce(@Nullable Object value, Scope scope) {
    Object at = value;
    for (int i = 0; i < 16; i++) {
      if (at instanceof LazyValue lazy) {
        at = lazy.compute();
      } else if (at instanceof StoredExpression stored) {
        at = stored.evaluate(scope);
      } else {
        return at;
      }
    }
    return null;
  }

  /// The value as it is written into a row: queries become arrays of their rows.
  public static @Nullable Object finish(@Nullable Object value, Scope scope) {
    Object reduced = reduce(value, scope);
    if (reduced instanceof Query query) {
      return materialise(query, scope);
    }
    if (reduced instanceof List<?> list && holdsLazy(list)) {
      List<@Nullable Object> finished = new ArrayList<>(list.size());
      for (Object item : list) {
        finished.add(finish(item, scope));
      }
      return finished;
    }
    return reduced;
  }

  private static boolean holdsLazy(List<?> list) {
    for (Object item : list) {
      if (item instanceof Query || item instanceof StoredExpression || item instanceof LazyValue) {
        return true;
      }
    }
    return false;
  }

  /// The rows of a query, within the limit of rows held at once.
  public static List<Row> materialise(Query query, Scope scope) {
    List<Row> rows = new ArrayList<>();
    try (RowStream stream = query.open(scope)) {
      for (Row row = stream.next(); row != null; row = stream.next()) {
        rows.add(row);
        checkHeld(rows.size(), scope);
      }
    }
    scope.run().cancellation().check();
    if (rows.size() > 10_000) {
      scope.run().logOnce(LogLevel.INFO, "materialised more than 10000 rows");
    }
    return rows;
  }

  /// Ends the run when more rows are held than its limit allows.
  static void checkHeld(long rows, Scope scope) {
    long limit = scope.run().limits().rows();
    if (rows > limit) {
      throw new LimitException(
          LimitException.Limit.ROWS, "more than " + limit + " rows would have to be held at once");
    }
  }

  /// Truth; a query is run up to its first row.
  public static boolean truth(@Nullable Object value, Scope scope) {
    if (value instanceof Boolean b) {
      return b;
    }
    Object reduced = reduce(value, scope);
    if (reduced instanceof Query query) {
      try (RowStream stream = query.open(scope)) {
        return stream.next() != null;
      }
    }
    return Values.truth(reduced);
  }

  /// A value as a source of rows: a query runs, an array yields its elements, anything else is one
  /// row. NULL elements are skipped; what has no members becomes `{_value: x}`.
  public static RowStream rows(@Nullable Object value, Scope scope) {
    Object reduced = reduce(value, scope);
    return switch (reduced) {
      case Query query -> query.open(scope);
      case List<?> list -> RowStream.of(elements(list, scope));
      case null -> RowStream.empty();
      default -> RowStream.of(asRow(reduced));
    };
  }

  private static Iterator<Row> elements(List<?> list, Scope scope) {
    return new Iterator<>() {
      private int at;
      private @Nullable Row next = advance();

      private @Nullable Row advance() {
        while (at < list.size()) {
          Object item = finish(list.get(at++), scope);
          if (item != null) {
            return asRow(item);
          }
        }
        return null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Row next() {
        Row row = next;
        if (row == null) {
          throw new NoSuchElementException();
        }
        next = advance();
        return row;
      }
    };
  }

  public static Row asRow(@Nullable Object value) {
    if (value instanceof Row row) {
      return row;
    }
    Dict row = new Dict(1);
    row.set("_value", value);
    return row;
  }
}
