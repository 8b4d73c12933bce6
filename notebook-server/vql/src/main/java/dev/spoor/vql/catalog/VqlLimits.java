package dev.spoor.vql.catalog;

import java.time.Duration;

/// The bounds of a run.
///
/// @param rows that may be held at once (sorting, grouping, `<=`, cells)
/// @param stringBytes the longest string that an operator may make
/// @param listItems the longest array that an operator may make
/// @param depth how deep scopes may nest before a name is NULL
/// @param time the whole run; zero or less means no limit
public record VqlLimits(long rows, long stringBytes, long listItems, int depth, Duration time) {
  public static final VqlLimits DEFAULT =
      new VqlLimits(1_000_000, 100L << 20, 10_000_000, 1_000, Duration.ZERO);

  public VqlLimits withTime(Duration limit) {
    return new VqlLimits(rows, stringBytes, listItems, depth, limit);
  }

  public VqlLimits withRows(long limit) {
    return new VqlLimits(limit, stringBytes, listItems, depth, time);
  }
}
