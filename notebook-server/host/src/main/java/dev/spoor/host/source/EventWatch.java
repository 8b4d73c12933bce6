package dev.spoor.host.source;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who runs an event query, told by the plugins that it reads from.
public interface EventWatch {
  /// For queries whose losses nobody counts.
  EventWatch NOBODY = loss -> {};

  /// Events of a source that the query reads are missing. Called on the source's thread.
  void lost(EventLoss loss);

  /// The query reads from a source from now on.
  ///
  /// @param reader stands for the reading: [#reached] names it
  /// @param status how the source watches, asked again and again
  default void opened(Object reader, Supplier<SourceStatus> status) {}

  /// The query has taken everything that the source had up to that position. Called on the thread
  /// of the query.
  default void reached(Object reader, EventPosition position) {}

  /// How far this query had come when it ran before; null when it never did.
  default @Nullable EventPosition since() {
    return null;
  }

  /// A name of the query that is the same when it is started again; empty if it has none. Sources
  /// that can go on where they stopped keep their place under it.
  default String query() {
    return "";
  }
}
