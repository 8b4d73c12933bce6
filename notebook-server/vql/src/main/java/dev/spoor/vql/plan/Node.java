package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Values;
import org.jspecify.annotations.Nullable;

/// A compiled expression. Immutable but for caches; may be evaluated by many threads.
abstract class Node {

  /// The value; never a stored expression or a lazy cell, but a query is passed as it is.
  abstract @Nullable Object eval(Scope scope);

  /// Its truth.
  boolean test(Scope scope) {
    return Lazy.truth(eval(scope), scope);
  }

  /// True if the value is the same in every scope.
  boolean isConstant() {
    return false;
  }

  /// How deep the Java stack grows below this node at most, in nodes; calls of LETs not counted.
  abstract int height();

  static int heightOf(Node... nodes) {
    int height = 0;
    for (Node node : nodes) {
      height = Math.max(height, node.height());
    }
    return height + 1;
  }

  /// A value that is known.
  static final class Constant extends Node {
    private final @Nullable Object value;
    private final boolean truth;

    Constant(@Nullable Object value) {
      this.value = value;
      this.truth = Values.truth(value);
    }

    @Nullable Object value() {
      return value;
    }

    @Override
    @Nullable Object eval(Scope scope) {
      return value;
    }

    @Override
    boolean test(Scope scope) {
      return truth;
    }

    @Override
    boolean isConstant() {
      return true;
    }

    @Override
    int height() {
      return 1;
    }
  }
}
