package dev.spoor.vql.library;

import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `foreach()`: for each row the rows of a query that sees the row's columns.
final class ForeachStream implements RowStream {
  private static final int ASYNC_WORKERS = 100;

  private final Scope scope;
  private final RowStream outer;
  private final Query query;
  private volatile @Nullable RowStream inner;
  private volatile boolean closed;

  private ForeachStream(Scope scope, RowStream outer, Query query) {
    this.scope = scope;
    this.outer = outer;
    this.query = query;
  }

  static RowStream open(PluginCall call) {
    Scope scope = call.scope();
    RowStream rows = Lazy.rows(call.value("row"), scope);
    Query query = call.query("query");
    long workers = call.integer("workers", call.bool("async", false) ? ASYNC_WORKERS : 1);
    RowStream out;
    if (query == null) {
      out = rows;
    } else if (workers > 1) {
      out = MergedStream.of(call, tasks(scope, rows, query), rows, (int) Math.min(workers, 256));
    } else {
      out = new ForeachStream(scope, rows, query);
    }
    return call.has("column") ? new Column(out, call.text("column"), scope) : out;
  }

  private static Supplier<@Nullable Supplier<RowStream>> tasks(
      Scope scope, RowStream rows, Query query) {
    return () -> {
      Row row = rows.next();
      return row == null ? null : () -> query.open(scope.with(row));
    };
  }

  @Override
  public @Nullable Row next() {
    while (!closed) {
      RowStream stream = inner;
      if (stream == null) {
        Row row = outer.next();
        if (row == null) {
          return null;
        }
        stream = query.open(scope.with(row));
        inner = stream;
        if (closed) {
          stream.close();
          return null;
        }
      }
      Row row = stream.next();
      if (row != null) {
        return row;
      }
      stream.close();
      inner = null;
    }
    return null;
  }

  @Override
  public void close() {
    closed = true;
    RowStream stream = inner;
    if (stream != null) {
      stream.close();
    }
    outer.close();
  }

  /// Each row replaced by the value of one of its columns.
  private record Column(RowStream rows, String name, Scope scope) implements RowStream {
    @Override
    public @Nullable Row next() {
      Row row = rows.next();
      return row == null ? null : Lazy.asRow(Lazy.finish(row.get(name), scope));
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
