package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.AggregateContext;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import org.jspecify.annotations.Nullable;

/// `LET X = expression`: evaluated at every use, in the scope of the use.
final class StoredExpression {
  private final String name;
  private final @Nullable StoredParameters parameters;
  private final Node body;
  private final int height;

  StoredExpression(String name, @Nullable StoredParameters parameters, Node body) {
    this.name = name;
    this.parameters = parameters;
    this.body = body;
    this.height = body.height();
  }

  String name() {
    return name;
  }

  /// Naming it, without parentheses.
  @Nullable Object evaluate(Scope scope) {
    Scope inner = scope.nested(Scope.NOTHING, null, height);
    return inner == null ? null : body.eval(inner);
  }

  /// Calling it: defaults are added to the arguments, aggregates start anew.
  @Nullable Object call(Scope scope, Dict arguments) {
    Dict all = parameters == null ? arguments : parameters.complete(arguments, scope);
    Scope inner = scope.nested(all, new AggregateContext(), height);
    return inner == null ? null : body.eval(inner);
  }
}
