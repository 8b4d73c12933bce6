package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.Printer;
import dev.spoor.vql.syntax.Statement.Column;
import dev.spoor.vql.syntax.Statement.Let;
import dev.spoor.vql.syntax.Statement.OrderBy;
import dev.spoor.vql.syntax.Statement.Parameter;
import dev.spoor.vql.syntax.Statement.Select;
import dev.spoor.vql.syntax.Statement.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// SELECT and LET to plans.
final class SelectCompiler {
  private final PlanContext context;
  private final Compiler expressions;

  SelectCompiler(PlanContext context, Compiler expressions) {
    this.context = context;
    this.expressions = expressions;
  }

  SelectPlan select(Select select) {
    List<OutputColumn> columns = new ArrayList<>(select.columns().size());
    for (Column column : select.columns()) {
      columns.add(new OutputColumn(Printer.columnName(column), column(column.value())));
    }
    List<Expr> conjuncts = conjuncts(select.where());
    Node[] where = new Node[conjuncts.size()];
    for (int i = 0; i < where.length; i++) {
      where[i] = expressions.expression(conjuncts.get(i));
    }
    OrderBy order = select.orderBy();
    return new SelectPlan(
        select.explain() ? Printer.print(select) : "",
        select.explain(),
        columns,
        source(select.source()),
        where,
        select.groupBy() == null ? null : expressions.expression(select.groupBy()),
        order == null ? null : order.column().value(),
        order != null && order.descending(),
        limit(select.limit()),
        offer(select, conjuncts));
  }

  private @Nullable Node column(@Nullable Expr value) {
    if (value instanceof Expr.SubSelect sub) {
      return new Nodes.QueryColumn(select(sub.select()));
    }
    return value == null ? null : expressions.expression(value);
  }

  /// The parts of WHERE that must all be true.
  private static List<Expr> conjuncts(@Nullable Expr where) {
    if (where == null) {
      return List.of();
    }
    return where instanceof Expr.And and ? and.operands() : List.of(where);
  }

  private static long limit(Expr.@Nullable Literal limit) {
    if (limit == null) {
      return -1;
    }
    double rows = limit.value() instanceof Number number ? number.doubleValue() : 0;
    return (long) Math.max(0, rows);
  }

  private Offer offer(Select select, List<Expr> conjuncts) {
    Map<String, @Nullable List<String>> aliases = new HashMap<>();
    ReadNames names = new ReadNames(context.catalog());
    for (Column column : select.columns()) {
      if (column.isStar()) {
        names.readAll();
      } else {
        names.add(column.value());
        aliases.put(Printer.columnName(column), sourcePath(column.value()));
      }
    }
    names.add(select.where());
    names.add(select.groupBy());
    Predicates predicates = new Predicates(expressions::expression, aliases);
    boolean streams = select.groupBy() == null && select.orderBy() == null;
    return new Offer(
        conjuncts.stream().map(predicates::of).toList(),
        conjuncts.stream().map(Printer::print).toList(),
        names.names(),
        names.readsAll(),
        streams && select.limit() != null
            ? OptionalLong.of(limit(select.limit()))
            : OptionalLong.empty());
  }

  private static @Nullable List<String> sourcePath(@Nullable Expr value) {
    return value instanceof Expr.Symbol symbol && !symbol.negated()
        ? symbol.names().stream().map(Expr.Name::value).toList()
        : null;
  }

  private SourcePlan source(Source source) {
    String name = source.dottedName();
    VqlPlugin plugin = context.catalog().plugin(name);
    List<Expr.Argument> given = source.arguments();
    List<String> names = source.names().stream().map(Expr.Name::value).toList();
    if (given == null) {
      return new SourcePlan.Names(names, plugin == null ? "" : ": it is a plugin, call it with ()");
    }
    CallArguments arguments = expressions.arguments(given);
    if (plugin != null) {
      return new SourcePlan.Plugin(context, plugin, arguments, source.start(), source.end());
    }
    if (names.size() > 1) {
      return new SourcePlan.Unknown("Plugin " + name + " not found");
    }
    return new SourcePlan.Call(name, arguments, context.catalog().function(name) != null);
  }

  /// What a LET stores: a value, an expression or a query; parameters included.
  Object stored(Let let) {
    String name = let.name().value();
    StoredParameters parameters = parameters(let.parameters());
    if (let.query() != null) {
      return new StoredQuery(name, parameters, select(let.query()));
    }
    Expr body = let.expression();
    Node node = body == null ? new Node.Constant(null) : expressions.expression(body);
    return new StoredExpression(name, parameters, node);
  }

  private @Nullable StoredParameters parameters(@Nullable List<Parameter> parameters) {
    if (parameters == null) {
      return null;
    }
    List<String> names = new ArrayList<>(parameters.size());
    List<@Nullable Node> defaults = new ArrayList<>(parameters.size());
    for (Parameter parameter : parameters) {
      names.add(parameter.name().value());
      Expr value = parameter.defaultValue();
      defaults.add(value == null ? null : expressions.expression(value));
    }
    return new StoredParameters(names, defaults);
  }
}
