package dev.spoor.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How often something may be tried per key: `burst` at once, then one per `interval`. Remembers
/// the 10,000 keys that were tried last. Thread-safe.
final class AttemptLimit {
  private static final int MOST_KEYS = 10_000;

  private final InstantSource clock;
  private final int burst;
  private final Duration interval;

  /// The time at which the key's allowance is whole again.
  private final Map<String, Instant> wholeAgain =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_KEYS;
        }
      };

  AttemptLimit(InstantSource clock, int burst, Duration interval) {
    this.clock = clock;
    this.burst = burst;
    this.interval = interval;
  }

  /// Counts an attempt; how long to wait when there are none left.
  synchronized Optional<Duration> attempt(String key) {
    Instant now = clock.instant();
    Instant whole = wholeAgain.getOrDefault(key, now);
    if (whole.isBefore(now)) {
      whole = now;
    }
    Instant after = whole.plus(interval);
    Duration over = Duration.between(now.plus(interval.multipliedBy(burst)), after);
    if (over.isPositive()) {
      return Optional.of(over);
    }
    wholeAgain.put(key, after);
    return Optional.empty();
  }

  synchronized void forget(String key) {
    wholeAgain.remove(key);
  }
}
