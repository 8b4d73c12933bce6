package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import org.jspecify.annotations.Nullable;

/// Filters and projects, row by row.
final class ProjectStream implements RowStream {
  private final Scope owner;
  private final RowStream source;
  private final Layout.Finder layouts;
  private final Node[] where;
  private final SelectPlan.@Nullable Explain explain;
  private final Cancellation cancellation;
  private volatile boolean closed;
  private boolean ended;

  ProjectStream(
      Scope owner,
      RowStream source,
      Layout.Finder layouts,
      Node[] where,
      SelectPlan.@Nullable Explain explain) {
    this.owner = owner;
    this.source = source;
    this.layouts = layouts;
    this.where = where;
    this.explain = explain;
    this.cancellation = owner.run().cancellation();
  }

  @Override
  public @Nullable Row next() {
    while (!closed) {
      cancellation.check();
      Row row = source.next();
      if (row == null) {
        close();
        return null;
      }
      Row made = make(row);
      if (made != null) {
        return made;
      }
    }
    endOnce();
    return null;
  }

  private @Nullable Row make(Row row) {
    if (explain != null) {
      explain.row(Json.write(row));
    }
    Scope scope = owner.owning(row);
    try {
      OutputRow out = new OutputRow(layouts.find(row), row, scope);
      if (where.length > 0) {
        Scope above = scope.with(out);
        for (Node condition : where) {
          if (!condition.test(above)) {
            if (explain != null) {
              explain.rejected();
            }
            return null;
          }
        }
      }
      Row made = out.finish();
      if (explain != null) {
        explain.emitted(Json.write(made));
      }
      return made;
    } finally {
      scope.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    source.close();
    endOnce();
  }

  private synchronized void endOnce() {
    if (!ended) {
      ended = true;
      owner.close();
    }
  }
}
