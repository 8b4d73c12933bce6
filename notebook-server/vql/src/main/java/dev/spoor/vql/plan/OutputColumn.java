package dev.spoor.vql.plan;

import org.jspecify.annotations.Nullable;

/// One column of a SELECT as written; `node` is null for `*`.
record OutputColumn(String name, @Nullable Node node) {
  boolean isStar() {
    return node == null;
  }
}
