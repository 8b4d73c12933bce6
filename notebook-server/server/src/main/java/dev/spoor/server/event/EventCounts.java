package dev.spoor.server.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an [EventTally] has counted so far.
///
/// @param complete false: each number is a least one
/// @param from where the first bin begins, in nanoseconds; each is `width` wide
/// @param binsExact false: how rows stand within a stretch was estimated
/// @param clients that the events are about; -1 when nobody asked
/// @param span first and last event time, both inclusive; null without rows
@SuppressWarnings("ArrayRecordComponent")
public record EventCounts(
    long rows,
    boolean complete,
    long from,
    long width,
    long[] bins,
    boolean binsExact,
    List<Facet> facets,
    int clients,
    @Nullable TimeRange span) {
  public EventCounts {
    facets = List.copyOf(facets);
  }

  /// @param top the most frequent values
  /// @param distinct how many values there are; exact only if `exact`
  /// @param without rows that have no value there
  public record Facet(
      List<String> path, List<Value> top, int distinct, boolean exact, long without) {
    public Facet {
      path = List.copyOf(path);
      top = List.copyOf(top);
    }
  }

  public record Value(Object value, long rows) {}
}
