package dev.spoor.server.query;

import java.time.Duration;

/// Bounds of one run.
///
/// @param time of the whole run, waiting in the queue not counted
/// @param rows handed to the listener; the run ends there as partial
public record QueryLimits(Duration time, long rows) {
  public static final QueryLimits DEFAULT = new QueryLimits(Duration.ofMinutes(10), 1_000_000);

  public QueryLimits withRows(long most) {
    return new QueryLimits(time, most);
  }

  public QueryLimits withTime(Duration most) {
    return new QueryLimits(most, rows);
  }
}
