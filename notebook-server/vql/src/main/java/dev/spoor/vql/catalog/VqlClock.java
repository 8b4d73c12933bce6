package dev.spoor.vql.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time of a run: what `now()` says and what `clock()`, `sleep()`, `delay()` wait for.
public interface VqlClock extends InstantSource {

  /// Waits until this clock shows `deadline`; throws {@link CancelledException} as soon as the
  /// cancellation happens.
  void awaitUntil(Instant deadline, Cancellation cancellation);

  default void sleep(Duration duration, Cancellation cancellation) {
    awaitUntil(instant().plus(duration), cancellation);
  }

  /// A clock that waits in real time and shows what the source shows.
  static VqlClock of(InstantSource source) {
    return new RealTimeClock(source);
  }
}
