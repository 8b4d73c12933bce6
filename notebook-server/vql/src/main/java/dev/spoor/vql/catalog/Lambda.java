package dev.spoor.vql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A small function given as text: `x, y => x + y`.
public interface Lambda {

  List<String> parameters();

  /// The value for these arguments; with a wrong number of them an error is logged and the value is
  /// NULL.
  @Nullable Object call(Scope scope, @Nullable Object... arguments);
}
