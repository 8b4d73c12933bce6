package dev.spoor.server.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Nanoseconds since 1970 from `from` (inclusive) to `to` (exclusive).
public record TimeRange(long from, long to) {
  public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /// A bound that is null is open.
  public static TimeRange between(@Nullable Instant from, @Nullable Instant to) {
    return new TimeRange(
        from == null ? Long.MIN_VALUE : nanos(from), to == null ? Long.MAX_VALUE : nanos(to));
  }

  public boolean contains(long time) {
    return time >= from && (time < to || to == Long.MAX_VALUE);
  }

  public boolean isAll() {
    return from == Long.MIN_VALUE && to == Long.MAX_VALUE;
  }

  /// Whether a time from `first` to `last` (both inclusive) may lie inside.
  public boolean overlaps(long first, long last) {
    return last >= from && (first < to || to == Long.MAX_VALUE);
  }

  /// The instant as nanoseconds since 1970; the ends of the scale (years 1677 and 2262) stand for
  /// what lies beyond.
  public static long nanos(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds > 9_223_372_035L) {
      return Long.MAX_VALUE;
    }
    if (seconds < -9_223_372_035L) {
      return Long.MIN_VALUE;
    }
    return seconds * 1_000_000_000L + time.getNano();
  }

  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
