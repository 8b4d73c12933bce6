package dev.spoor.host.source;

import dev.spoor.vql.value.Row;

/// Takes the events of a source, on the source's thread: must be quick.
public interface EventListener {
  /// Something happened. The row is shared between listeners and never changes.
  ///
  /// @param size about how many bytes of memory the row takes
  void event(Row row, int size);

  /// Something happened, or may have, that cannot be shown.
  void lost(EventLoss loss);
}
