package dev.spoor.vql.catalog;

import java.util.function.Supplier;

/// One call of a function: lazy arguments, the scope and the run. Valid only during the call.
public interface FunctionCall extends Arguments {

  Scope scope();

  default RunContext run() {
    return scope().run();
  }

  /// The state of this call site in the current aggregate context.
  <T> T aggregate(Supplier<T> initial);

  default void log(LogLevel level, String message) {
    run().log(level, message);
  }
}
