package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.RunContext;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects all rows and gives them sorted by one column; ties keep their order. With a limit only
/// the rows that can still be wanted are held.
final class SortStream implements RowStream {
  private final RowStream source;
  private final Comparator<Row> order;
  private final long limit;
  private final RunContext run;
  private @Nullable Iterator<Row> sorted;
  private volatile boolean closed;

  SortStream(RowStream source, String column, boolean descending, long limit, RunContext run) {
    this.source = source;
    Comparator<Row> ascending = (a, b) -> Values.compareForSort(a.get(column), b.get(column));
    this.order = descending ? ascending.reversed() : ascending;
    this.limit = limit;
    this.run = run;
  }

  @Override
  public @Nullable Row next() {
    Iterator<Row> rows = sorted;
    if (rows == null) {
      rows = collect().iterator();
      sorted = rows;
      source.close();
    }
    return !closed && rows.hasNext() ? rows.next() : null;
  }

  private List<Row> collect() {
    List<Row> rows = new ArrayList<>();
    long held = run.limits().rows();
    for (Row row = source.next(); row != null && !closed; row = source.next()) {
      rows.add(row);
      if (limit >= 0 && rows.size() >= Math.min(held, 1_000 + 2 * Math.min(limit, held))) {
        rows.sort(order);
        rows.subList((int) Math.min(limit, rows.size()), rows.size()).clear();
      }
      if (rows.size() > held) {
        throw new LimitException(
            LimitException.Limit.ROWS, "more than " + held + " rows would have to be sorted");
      }
    }
    rows.sort(order);
    return rows;
  }

  @Override
  public void close() {
    closed = true;
    source.close();
  }
}
