package dev.spoor.vql.value;

import org.jspecify.annotations.Nullable;

/// A cell that is computed when someone needs it.
@FunctionalInterface
public interface LazyValue {

  @Nullable Object compute();

  /// The value itself, or what a lazy one computes.
  static @Nullable Object force(@Nullable Object value) {
    Object at = value;
    // a lazy value may give another; the bound stops one that gives itself
    for (int i = 0; i < 16 && at instanceof LazyValue lazy; i++) {
      at = lazy.compute();
    }
    return at instanceof LazyValue ? null : at;
  }
}
