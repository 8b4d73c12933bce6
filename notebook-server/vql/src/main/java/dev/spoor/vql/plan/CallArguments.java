package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;

/// The arguments of a call in the text: names and compiled values.
final class CallArguments {
  /// An argument of this name alone, with a dict, stands for all arguments.
  static final String SPLAT = "**";

  private final String[] names;
  private final Node[] values;
  // [a, b] arguments of a function are evaluated before the call
  private final boolean[] eager;
  private final boolean hasEager;

  CallArguments(String[] names, Node[] values, boolean[] eager) {
    this.names = names;
    this.values = values;
    this.eager = eager;
    boolean any = false;
    for (boolean e : eager) {
      any |= e;
    }
    this.hasEager = any;
  }

  int size() {
    return names.length;
  }

  String[] names() {
    return names;
  }

  Node value(int index) {
    return values[index];
  }

  boolean hasEager() {
    return hasEager;
  }

  boolean isEager(int index) {
    return eager[index];
  }

  boolean isSplat() {
    return names.length == 1 && names[0].equals(SPLAT);
  }

  int height() {
    return values.length == 0 ? 1 : Node.heightOf(values);
  }

  boolean areConstant() {
    for (Node value : values) {
      if (!value.isConstant()) {
        return false;
      }
    }
    return true;
  }

  /// All of them evaluated, in order.
  Dict evaluate(Scope scope) {
    Dict all = new Dict(names.length);
    for (int i = 0; i < names.length; i++) {
      all.set(names[i], values[i].eval(scope));
    }
    if (isSplat() && all.value(0) instanceof Row row) {
      return Dict.copyOf(row);
    }
    return all;
  }
}
