package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.AggregateContext;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.RowStream;
import org.jspecify.annotations.Nullable;

/// `LET X = SELECT …`: runs at every use, in the scope of the use.
final class StoredQuery implements Query {
  private final String name;
  private final @Nullable StoredParameters parameters;
  private final SelectPlan plan;

  StoredQuery(String name, @Nullable StoredParameters parameters, SelectPlan plan) {
    this.name = name;
    this.parameters = parameters;
    this.plan = plan;
  }

  @Override
  public RowStream open(Scope scope) {
    return plan.open(scope);
  }

  /// Calling it: a query bound to a scope with the arguments and aggregates of its own. The callee
  /// still sees the caller's names.
  Query bind(Scope caller, Dict arguments, boolean asSource) {
    if (asSource && parameters != null) {
      parameters.logMismatch(name, arguments, caller);
    }
    Dict all = parameters == null ? arguments : parameters.complete(arguments, caller);
    Scope bound = caller.nested(all, new AggregateContext(), plan.height());
    return bound == null ? ignored -> RowStream.empty() : ignored -> plan.open(bound);
  }
}
