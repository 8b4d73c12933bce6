package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows FROM.
sealed interface SourcePlan {

  RowStream open(Scope scope, Pushdown pushdown);

  int height();

  /// A registered plugin.
  record Plugin(PlanContext context, VqlPlugin plugin, CallArguments arguments, int start, int end)
      implements SourcePlan {
    @Override
    public RowStream open(Scope scope, Pushdown pushdown) {
      context.require(plugin.signature(), start, end);
      PluginStart started = new PluginStart(plugin, scope, arguments.evaluate(scope), pushdown);
      started.start(plugin);
      return started;
    }

    @Override
    public int height() {
      return arguments.height() + 3;
    }
  }

  /// A LET with parentheses.
  record Call(String name, CallArguments arguments, boolean isFunction) implements SourcePlan {
    @Override
    public RowStream open(Scope scope, Pushdown pushdown) {
      Object target = scope.find(name);
      if (target instanceof StoredQuery stored) {
        return stored.bind(scope, arguments.evaluate(scope), true).open(scope);
      }
      if (target instanceof StoredExpression stored) {
        return Names.rows(stored.call(scope, arguments.evaluate(scope)), scope);
      }
      String hint = isFunction ? ": it is a function, use it in an expression" : "";
      String what = Values.same(target, Scope.UNKNOWN) ? " not found" : " is not a query";
      scope.run().logOnce(LogLevel.ERROR, "Plugin " + name + what + hint);
      return RowStream.empty();
    }

    @Override
    public int height() {
      return arguments.height() + 3;
    }
  }

  /// A name without parentheses: a variable, perhaps with members.
  record Names(List<String> names, String hint) implements SourcePlan {
    @Override
    public RowStream open(Scope scope, Pushdown pushdown) {
      Object value = scope.find(names.getFirst());
      if (Values.same(value, Scope.UNKNOWN)) {
        scope
            .run()
            .logOnce(LogLevel.ERROR, "Plugin " + String.join(".", names) + " not found" + hint);
        return RowStream.empty();
      }
      value = Lazy.reduce(value, scope);
      for (String member : names.subList(1, names.size())) {
        value = Members.byName(value, member, scope);
      }
      return rows(value, scope);
    }

    /// As {@link Lazy#rows}, but NULL is one row without columns.
    static RowStream rows(@Nullable Object value, Scope scope) {
      return value == null ? RowStream.of(Scope.NOTHING) : Lazy.rows(value, scope);
    }

    @Override
    public int height() {
      return 4;
    }
  }

  /// What cannot be called: logs and gives nothing.
  record Unknown(String message) implements SourcePlan {
    @Override
    public RowStream open(Scope scope, Pushdown pushdown) {
      scope.run().logOnce(LogLevel.ERROR, message);
      return RowStream.empty();
    }

    @Override
    public int height() {
      return 1;
    }
  }

  /// True if the rows come from a plugin, to which predicates can be offered.
  default boolean isPlugin() {
    return this instanceof Plugin;
  }

  /// For EXPLAIN.
  default String describe() {
    return switch (this) {
      case Plugin p -> "plugin " + p.plugin().signature().name() + "()";
      case Call c -> c.name() + "()";
      case Names n -> String.join(".", n.names());
      case Unknown u -> "nothing";
    };
  }
}
