package dev.spoor.host.source;

import dev.spoor.vql.value.Row;
import org.jspecify.annotations.Nullable;

/// Takes the events of a source, on the source's thread: must be quick.
public interface EventListener {
  /// Something happened. The row is shared between listeners and never changes.
  ///
  /// @param size about how many bytes of memory the row takes
  void event(Row row, int size);

  /// Something happened, or may have, that cannot be shown.
  void lost(EventLoss loss);

  /// What happened before this position was handed on, or counted as lost, before this call.
  default void reached(EventPosition position) {}

  /// How far this listener, or one before it in whose place it came, had got: the source tells what
  /// was missed since. Null when it never listened.
  default @Nullable EventPosition since() {
    return null;
  }
}
