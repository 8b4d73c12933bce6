package dev.spoor.sigma.correlation;

import dev.spoor.sigma.correlation.CorrelationPlan.Resolved;
import dev.spoor.sigma.document.SigmaDocument.Correlation;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The remembered matches of one correlation for one group, in order of time.
///
/// Two events are of one window if they are at most the timespan apart. A condition with lower
/// bounds only is judged with every event, over the windows that contain it; after a match the
/// group is quiet until the timespan has passed. A condition with an upper bound is judged when a
/// window, which begins with the first event outside of the one before, is over.
final class Group {
  private static final int ROWS = 10;

  final Resolved resolved;
  final List<Object> key;
  private final Correlation correlation;
  private final long span;
  private final List<Entry> entries = new ArrayList<>(4);
  private long quietFrom = Long.MAX_VALUE;
  private long quietUntil = Long.MIN_VALUE;

  Group(Resolved resolved, List<Object> key) {
    this.resolved = resolved;
    this.key = key;
    this.correlation = resolved.correlation();
    this.span = nanos(correlation.timespan());
  }

  static long nanos(java.time.Duration duration) {
    return duration.getSeconds() * 1_000_000_000L + duration.getNano();
  }

  static long nanos(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -9_000_000_000L, 9_000_000_000L);
    return seconds * 1_000_000_000L + time.getNano();
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  int size() {
    return entries.size();
  }

  private boolean waits() {
    return correlation.condition().hasUpperBound();
  }

  /// Adds a match; returns how many old ones were dropped for it.
  int add(Entry entry, int limit) {
    int at = Entry.indexAfter(entries, entry.time);
    entries.add(at, entry);
    int old = entries.size() - 1 - ROWS;
    if (old >= 0) {
      entries.get(old).row = null;
    }
    int dropped = 0;
    while (entries.size() > limit) {
      entries.removeFirst();
      dropped++;
    }
    return dropped;
  }

  /// The match that an event just added makes, if any.
  @Nullable CorrelationMatch judge(long time) {
    if (waits() || (time <= quietUntil && time >= quietFrom - span)) {
      return null;
    }
    int last = Entry.indexAfter(entries, time) - 1;
    int from = Entry.indexAfter(entries, time - span - 1);
    boolean newest = last == entries.size() - 1;
    for (int start = from; start <= last; start++) {
      int end = newest ? entries.size() : Entry.indexAfter(entries, entries.get(start).time + span);
      List<Entry> window = entries.subList(start, end);
      double value = Measure.of(correlation, window);
      if (Measure.holds(correlation, value)) {
        quietFrom = entries.get(start).time;
        quietUntil = entries.get(end - 1).time + span;
        return match(window, value);
      }
      if (newest) {
        // as the events come, only the window that ends now is new
        return null;
      }
    }
    return null;
  }

  /// When the window that is open must be judged; the largest number if there is none.
  long closesAt() {
    return waits() && !entries.isEmpty() ? entries.getFirst().time + span : Long.MAX_VALUE;
  }

  /// Judges the window that is over and forgets its events.
  @Nullable CorrelationMatch close() {
    int end = Entry.indexAfter(entries, entries.getFirst().time + span);
    List<Entry> window = entries.subList(0, end);
    double value = Measure.of(correlation, window);
    CorrelationMatch match = Measure.holds(correlation, value) ? match(window, value) : null;
    window.clear();
    return match;
  }

  /// Forgets what no window can reach any more; returns how much.
  int expire(long reachable) {
    if (waits() || entries.isEmpty() || entries.getFirst().time >= reachable) {
      return 0;
    }
    int end = Entry.indexAfter(entries, reachable - 1);
    entries.subList(0, end).clear();
    return end;
  }

  private CorrelationMatch match(List<Entry> window, double value) {
    Map<String, Object> group = new LinkedHashMap<>();
    for (int i = 0; i < key.size(); i++) {
      group.put(correlation.groupBy().get(i), key.get(i));
    }
    List<Row> rows =
        window.stream()
            .map(entry -> entry.row)
            .filter(Objects::nonNull)
            .<Row>map(row -> row)
            .toList();
    return new CorrelationMatch(
        correlation,
        group,
        instant(window.getFirst().time),
        instant(window.getLast().time),
        value,
        window.size(),
        rows);
  }
}
