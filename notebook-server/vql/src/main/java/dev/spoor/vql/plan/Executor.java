package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.syntax.Printer;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.Statement.Let;
import dev.spoor.vql.syntax.Statement.Select;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.RowStream;
import org.jspecify.annotations.Nullable;

/// Runs one statement in a scope.
public final class Executor {
  private Executor() {}

  /// Starts a SELECT, or carries out a LET, which writes into `variables` and gives no rows.
  public static RowStream run(
      Statement statement, PlanContext context, Scope scope, Dict variables) {
    Compiler compiler = new Compiler(context);
    return switch (statement) {
      case Select select -> compiler.selects().select(select).open(scope);
      case Let let -> {
        let(let, compiler, context, scope, variables);
        yield RowStream.empty();
      }
      case Statement.LambdaText lambda ->
          throw new IllegalArgumentException(
              "a lambda is not a statement: " + Printer.print(lambda));
    };
  }

  private static void let(
      Let let, Compiler compiler, PlanContext context, Scope scope, Dict variables) {
    String name = let.name().value();
    if (context.catalog().function(name) != null || context.catalog().plugin(name) != null) {
      scope
          .run()
          .logOnce(
              LogLevel.WARN,
              "LET " + name + " masks a function or plugin of that name; calls still reach that");
    }
    Object stored = compiler.selects().stored(let);
    if (!let.materialised()) {
      variables.set(name, stored);
      return;
    }
    if (let.parameters() != null) {
      scope
          .run()
          .logOnce(
              LogLevel.WARN,
              "LET " + name + "(…) <= is evaluated at once: its parameters mean nothing");
    }
    variables.set(name, value(stored, scope));
  }

  private static @Nullable Object value(Object stored, Scope scope) {
    return stored instanceof Query query
        ? Lazy.materialise(query, scope)
        : Lazy.finish(stored, scope);
  }
}
