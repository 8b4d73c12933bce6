package dev.spoor.host.source;

import org.jspecify.annotations.Nullable;

/// Who runs an event query, told by the plugins that it reads from.
public interface EventWatch {
  /// For queries whose losses nobody counts.
  EventWatch NOBODY = loss -> {};

  /// Events of a source that the query reads are missing. Called on the source's thread.
  void lost(EventLoss loss);

  /// The query reads these rows of this source from now on.
  default void opened(EventSource source, EventRows rows) {}

  /// The query has taken everything that these rows had up to that position. Called on the thread
  /// of the query.
  default void reached(EventRows rows, EventPosition position) {}

  /// How far this query had come when it ran before; null when it never did.
  default @Nullable EventPosition since() {
    return null;
  }
}
