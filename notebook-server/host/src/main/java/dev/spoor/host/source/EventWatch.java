package dev.spoor.host.source;

/// Who runs an event query, told by the plugins that it reads from.
public interface EventWatch {
  /// For queries whose losses nobody counts.
  EventWatch NOBODY = loss -> {};

  /// Events of a source that the query reads are missing. Called on the source's thread.
  void lost(EventLoss loss);

  /// The query reads these rows of this source from now on.
  default void opened(EventSource source, EventRows rows) {}
}
