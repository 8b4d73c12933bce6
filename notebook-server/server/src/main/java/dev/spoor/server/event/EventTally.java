package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is counted over the events of a search: how many, in which stretch of time, about which
/// clients, with which values at some paths. Filled by one thread, read by any.
public final class EventTally {
  /// Distinct values that are told apart at one path; rows with others count as more.
  public static final int MOST_VALUES = 10_000;

  public static final int MOST_CLIENTS = 100_000;
  public static final int MOST_BINS = 1_000;
  private static final int LONGEST = 512;

  private final TimeRange range;
  private final List<List<String>> paths;
  private final boolean wantsClients;
  private final long width;
  private final long[] bins;
  private final List<Values> values = new ArrayList<>();
  private final Set<ClientId> clients = new HashSet<>();
  private long rows;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private boolean complete = true;
  private boolean spread;

  /// @param range of which the bins are equal parts; must be bounded
  /// @param paths whose values are counted, from the row with its envelope down
  public EventTally(TimeRange range, int bins, List<List<String>> paths, boolean wantsClients) {
    if (bins < 1 || bins > MOST_BINS) {
      throw new IllegalArgumentException(bins + " bins");
    }
    this.range = range;
    this.paths = List.copyOf(paths);
    this.wantsClients = wantsClients;
    this.width = Math.max(1, Math.ceilDiv(range.to() - range.from(), bins));
    this.bins = new long[bins];
    paths.forEach(path -> values.add(new Values()));
  }

  /// The values at one path; guarded by the tally.
  private static final class Values {
    final Map<Object, long[]> counts = new HashMap<>();
    long others;
    long without;
  }

  public List<List<String>> paths() {
    return paths;
  }

  public boolean wantsClients() {
    return wantsClients;
  }

  /// Whether rows of these times can be counted without being told apart.
  public boolean isOneBin(long firstTime, long lastTime) {
    return paths.isEmpty() && !wantsClients && bin(firstTime) == bin(lastTime);
  }

  private int bin(long time) {
    long at = Math.floorDiv(time - range.from(), width);
    return Math.clamp(at, 0, bins.length - 1);
  }

  /// One row.
  public synchronized void add(long time, @Nullable ClientId subject) {
    rows++;
    bins[bin(time)]++;
    first = Math.min(first, time);
    last = Math.max(last, time);
    if (subject != null && wantsClients && clients.size() < MOST_CLIENTS) {
      clients.add(subject);
    }
  }

  /// Rows whose times lie between these two, all in one bin (see [#isOneBin]).
  public synchronized void addAll(long firstTime, long lastTime, long count) {
    rows += count;
    bins[bin(firstTime)] += count;
    first = Math.min(first, firstTime);
    last = Math.max(last, lastTime);
  }

  /// Rows between two times that nobody looked at one by one: they are spread evenly, and the bins
  /// are from then on not exact.
  public synchronized void spread(long firstTime, long lastTime, long count) {
    rows += count;
    first = Math.min(first, firstTime);
    last = Math.max(last, lastTime);
    int from = bin(firstTime);
    int to = bin(lastTime);
    spread |= from != to;
    long left = count;
    for (int i = from; i <= to; i++) {
      long share = left / (to - i + 1);
      bins[i] += share;
      left -= share;
    }
  }

  /// A value at one of the paths, on some rows.
  public synchronized void value(int path, @Nullable Object value, long count) {
    Values of = values.get(path);
    Object key = key(value);
    if (key == null) {
      of.without += count;
      return;
    }
    long[] known = of.counts.get(key);
    if (known != null) {
      known[0] += count;
    } else if (of.counts.size() < MOST_VALUES) {
      of.counts.put(key, new long[] {count});
    } else {
      of.others += count;
    }
  }

  /// Scalars that can be compared; NULL, lists and dicts are no values, long texts are cut.
  private static @Nullable Object key(@Nullable Object value) {
    return switch (value) {
      case VqlString text when text.isEmpty() -> null;
      case VqlString text when text.length() > LONGEST -> text.slice(0, LONGEST);
      case VqlString text -> text;
      case Long number -> number;
      case Double number -> number;
      case Boolean flag -> flag;
      case null, default -> null;
    };
  }

  /// Not everything was looked at: each number is a least one.
  public synchronized void stopped() {
    complete = false;
  }

  public synchronized long rows() {
    return rows;
  }

  public synchronized int clients() {
    return clients.size();
  }

  /// A copy, for who shows it while it goes on.
  ///
  /// @param topValues how many values of each path
  public synchronized EventCounts counts(int topValues) {
    List<EventCounts.Facet> facets = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Values of = values.get(i);
      List<EventCounts.Value> top =
          of.counts.entrySet().stream()
              .sorted(
                  Comparator.comparingLong((Map.Entry<Object, long[]> e) -> -e.getValue()[0])
                      .thenComparing(e -> e.getKey().toString()))
              .limit(topValues)
              .map(e -> new EventCounts.Value(e.getKey(), e.getValue()[0]))
              .toList();
      facets.add(
          new EventCounts.Facet(
              paths.get(i), top, of.counts.size(), complete && of.others == 0, of.without));
    }
    return new EventCounts(
        rows,
        complete,
        range.from(),
        width,
        bins.clone(),
        complete && !spread,
        facets,
        wantsClients ? clients.size() : -1,
        rows == 0 ? null : new TimeRange(first, last));
  }
}
