package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameters of a LET, with the defaults of some.
final class StoredParameters {
  private final List<String> names;
  private final List<@Nullable Node> defaults;

  StoredParameters(List<String> names, List<@Nullable Node> defaults) {
    this.names = names;
    this.defaults = defaults;
  }

  /// The arguments with the defaults that are missing, evaluated in the caller's scope.
  Dict complete(Dict arguments, Scope caller) {
    for (int i = 0; i < names.size(); i++) {
      Node value = defaults.get(i);
      if (value != null && !arguments.has(names.get(i))) {
        arguments.set(names.get(i), value.eval(caller));
      }
    }
    return arguments;
  }

  /// Logs what is missing and what is too much.
  void logMismatch(String callee, Dict arguments, Scope scope) {
    for (int i = 0; i < names.size(); i++) {
      if (defaults.get(i) == null && !arguments.has(names.get(i))) {
        scope.run().logOnce(LogLevel.WARN, callee + ": Missing arg " + names.get(i));
      }
    }
    for (String given : arguments.columns()) {
      if (!names.contains(given)) {
        scope.run().logOnce(LogLevel.WARN, callee + ": Extra unrecognized arg " + given);
      }
    }
  }
}
