package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.RunContext;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A compiled SELECT. As a value it is a query that is not bound to a scope.
final class SelectPlan implements Query {
  private final String text;
  private final boolean explain;
  private final List<OutputColumn> columns;
  private final @Nullable Layout fixedLayout;
  private final SourcePlan source;
  private final Node[] where;
  private final @Nullable Node groupBy;
  private final @Nullable String orderBy;
  private final boolean descending;
  private final long limit;
  private final Offer offer;
  private final int height;

  /// @param limit how many rows at most; negative for all
  SelectPlan(
      String text,
      boolean explain,
      List<OutputColumn> columns,
      SourcePlan source,
      Node[] where,
      @Nullable Node groupBy,
      @Nullable String orderBy,
      boolean descending,
      long limit,
      Offer offer) {
    this.text = text;
    this.explain = explain;
    this.columns = columns;
    boolean star = columns.stream().anyMatch(OutputColumn::isStar);
    this.fixedLayout = star ? null : Layout.of(columns, List.of());
    this.source = source;
    this.where = where;
    this.groupBy = groupBy;
    this.orderBy = orderBy;
    this.descending = descending;
    this.limit = limit;
    this.offer = offer;
    int deepest = source.height();
    for (OutputColumn column : columns) {
      deepest = Math.max(deepest, column.node() == null ? 1 : column.node().height());
    }
    deepest = Math.max(deepest, where.length == 0 ? 1 : Node.heightOf(where));
    this.height = deepest + 6;
  }

  int height() {
    return height;
  }

  @Override
  public RowStream open(Scope scope) {
    Scope nested = scope.nested(Scope.NOTHING, null, height);
    if (nested == null || limit == 0) {
      return RowStream.empty();
    }
    Scope owner = nested.owning(Scope.NOTHING);
    Explain log = explain ? new Explain(scope.run(), text) : null;
    Pushdown pushdown = source.isPlugin() ? offer.at(owner) : Pushdown.NONE;
    RowStream rows;
    try {
      rows = source.open(owner, pushdown);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
    if (log != null) {
      log.opened(source.describe(), pushdown);
    }
    Layout.Finder layouts = new Layout.Finder(columns, fixedLayout);
    Node[] residual = residual(pushdown);
    RowStream out =
        groupBy == null
            ? new ProjectStream(owner, rows, layouts, residual, log)
            : new GroupStream(owner, rows, layouts, residual, groupBy, log);
    if (orderBy != null) {
      out = new SortStream(out, orderBy, descending, limit, scope.run());
    }
    return limit < 0 ? out : new LimitStream(out, limit);
  }

  private Node[] residual(Pushdown pushdown) {
    if (pushdown.conjuncts().size() != where.length) {
      return where;
    }
    List<Node> left = new ArrayList<>(where.length);
    for (int i = 0; i < where.length; i++) {
      if (!pushdown.conjuncts().get(i).isExact()) {
        left.add(where[i]);
      }
    }
    return left.size() == where.length ? where : left.toArray(new Node[0]);
  }

  /// The log lines of EXPLAIN.
  static final class Explain {
    private final RunContext run;
    private String source = "";

    Explain(RunContext run, String text) {
      this.run = run;
      run.log(LogLevel.DEBUG, "Explain start query: " + text);
    }

    void opened(String sourceName, Pushdown pushdown) {
      source = sourceName;
      StringBuilder line = new StringBuilder("  reading from ").append(sourceName);
      for (Pushdown.Conjunct conjunct : pushdown.conjuncts()) {
        line.append(conjunct.isExact() ? "; pushed: " : "; residual: ").append(conjunct.text());
      }
      run.log(LogLevel.DEBUG, line.toString());
    }

    void row(Object row) {
      run.log(LogLevel.DEBUG, " " + source + " sent row: " + row);
    }

    void rejected() {
      run.log(LogLevel.DEBUG, " SELECT: rejecting row");
    }

    void emitted(Object row) {
      run.log(LogLevel.DEBUG, " SELECT: emitting row: " + row);
    }
  }
}
