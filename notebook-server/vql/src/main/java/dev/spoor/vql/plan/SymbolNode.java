package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name with members: `a.b.c`.
final class SymbolNode extends Node {
  private final String first;
  private final String[] members;
  private final boolean isFunction;
  // once per place in the text is enough, and a missing column is common
  private volatile boolean reported;

  SymbolNode(List<String> names, boolean isFunction) {
    this.first = names.getFirst();
    this.members = names.subList(1, names.size()).toArray(new String[0]);
    this.isFunction = isFunction;
  }

  String first() {
    return first;
  }

  @Override
  @Nullable Object eval(Scope scope) {
    Object value = scope.find(first);
    if (Values.same(value, Scope.UNKNOWN)) {
      return unknown(scope);
    }
    if (value != null && !(value instanceof VqlString) && !(value instanceof Long)) {
      value = Lazy.reduce(value, scope);
    }
    for (String member : members) {
      if (value == null) {
        return null;
      }
      value = Members.byName(value, member, scope);
    }
    return value;
  }

  private @Nullable Object unknown(Scope scope) {
    if (reported) {
      return null;
    }
    reported = true;
    String what =
        isFunction
            ? "Symbol " + first + " is a function and has to be called with ()"
            : "Symbol " + first + " not found";
    String where =
        members.length == 0
            ? ""
            : "While resolving " + first + "." + String.join(".", members) + " ";
    scope.run().logOnce(LogLevel.ERROR, where + what);
    return null;
  }

  @Override
  int height() {
    return 4;
  }
}
