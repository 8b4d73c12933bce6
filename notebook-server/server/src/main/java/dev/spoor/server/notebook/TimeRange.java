package dev.spoor.server.notebook;

import java.time.Duration;
import java.time.Instant;

/// The time range of a notebook, an input of every cell. It bounds event time, from inclusive, to
/// exclusive.
public sealed interface TimeRange {
  /// Everything that is stored.
  record All() implements TimeRange {}

  /// The last so much before the run's `now()`.
  record Last(Duration length) implements TimeRange {
    public Last {
      if (length.isNegative() || length.isZero()) {
        throw new IllegalArgumentException("time range " + length + " is not longer than zero");
      }
    }
  }

  record Between(Instant from, Instant to) implements TimeRange {
    public Between {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("time range from " + from + " is not before " + to);
      }
    }
  }
}
