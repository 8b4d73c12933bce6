package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lambda, ready to be called.
record CompiledLambda(List<String> parameters, Node body) implements Lambda {

  @Override
  public @Nullable Object call(Scope scope, @Nullable Object... arguments) {
    if (arguments.length != parameters.size()) {
      scope
          .run()
          .logOnce(
              LogLevel.ERROR,
              "lambda takes " + parameters.size() + " arguments, not " + arguments.length);
      return null;
    }
    Dict variables = new Dict(arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      variables.set(parameters.get(i), arguments[i]);
    }
    Scope inner = scope.nested(variables, null, body.height());
    return inner == null ? null : body.eval(inner);
  }
}
