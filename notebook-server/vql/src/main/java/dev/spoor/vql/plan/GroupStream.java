package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.AggregateContext;
import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bins rows by the text of the grouping list; at the end each bin gives its last row, bins in the
/// order in which they were first seen. Aggregates count per bin.
final class GroupStream implements RowStream {
  private static final Object NULL_KEY = new Object();

  private static final class Bin {
    private final AggregateContext aggregates = new AggregateContext();
    private @Nullable Row last;
  }

  private final Scope owner;
  private final RowStream source;
  private final Layout.Finder layouts;
  private final Node[] where;
  private final Node groupBy;
  private final SelectPlan.@Nullable Explain explain;
  private final Cancellation cancellation;
  private @Nullable Iterator<Bin> bins;
  private volatile boolean closed;

  GroupStream(
      Scope owner,
      RowStream source,
      Layout.Finder layouts,
      Node[] where,
      Node groupBy,
      SelectPlan.@Nullable Explain explain) {
    this.owner = owner;
    this.source = source;
    this.layouts = layouts;
    this.where = where;
    this.groupBy = groupBy;
    this.explain = explain;
    this.cancellation = owner.run().cancellation();
  }

  @Override
  public @Nullable Row next() {
    Iterator<Bin> left = bins;
    if (left == null) {
      left = collect().values().iterator();
      bins = left;
      source.close();
      owner.close();
    }
    while (!closed && left.hasNext()) {
      Row row = left.next().last;
      left.remove();
      if (row != null) {
        if (explain != null) {
          explain.emitted(Json.write(row));
        }
        return row;
      }
    }
    return null;
  }

  private Map<Object, Bin> collect() {
    Map<Object, Bin> all = new LinkedHashMap<>();
    for (Row row = source.next(); row != null && !closed; row = source.next()) {
      cancellation.check();
      if (explain != null) {
        explain.row(Json.write(row));
      }
      Scope scope = owner.owning(row);
      try {
        add(all, row, scope);
      } finally {
        scope.close();
      }
    }
    return all;
  }

  private void add(Map<Object, Bin> all, Row row, Scope scope) {
    OutputRow out = new OutputRow(layouts.find(row), row, scope);
    Scope above = scope.with(out);
    for (Node condition : where) {
      if (!condition.test(above)) {
        return;
      }
    }
    Object key = key(groupBy.eval(above), above);
    Bin bin = all.get(key);
    if (bin == null) {
      bin = new Bin();
      all.put(key, bin);
      Lazy.checkHeld(all.size(), scope);
    }
    Scope inBin = owner.owningAggregates(row, bin.aggregates);
    try {
      out.computeIn(inBin);
      bin.last = out.finish();
    } finally {
      inBin.close();
    }
  }

  private static Object key(@Nullable Object value, Scope scope) {
    if (value instanceof VqlString text) {
      return text;
    }
    Object finished = Lazy.finish(value, scope);
    return finished == null ? NULL_KEY : VqlString.of(Values.toText(finished));
  }

  @Override
  public void close() {
    closed = true;
    source.close();
    owner.close();
  }
}
