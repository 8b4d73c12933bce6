package dev.spoor.server.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// How much each target had within the last minute, and until when it wants to be left alone.
/// Thread-safe.
final class TargetPace {
  private final Duration window;
  private final Map<String, Deque<Instant>> sent = new HashMap<>();
  private final Map<String, Instant> quietUntil = new HashMap<>();

  /// @param window the minute, which tests shorten
  TargetPace(Duration window) {
    this.window = window;
  }

  /// How many more messages the target takes at `now`.
  synchronized int room(DeliveryTarget target, Instant now) {
    Instant quiet = quietUntil.get(target.name());
    if (quiet != null && now.isBefore(quiet)) {
      return 0;
    }
    Deque<Instant> times = sent.computeIfAbsent(target.name(), _ -> new ArrayDeque<>());
    Instant begin = now.minus(window);
    while (!times.isEmpty() && !times.getFirst().isAfter(begin)) {
      times.removeFirst();
    }
    return Math.max(0, target.perMinute() - times.size());
  }

  /// When a target that had enough is asked again: after a whole window, so that a digest has
  /// something to tell; or when it said.
  synchronized Instant again(DeliveryTarget target, Instant now) {
    Instant quiet = quietUntil.get(target.name());
    return quiet != null && now.isBefore(quiet) ? quiet : now.plus(window);
  }

  synchronized void took(String target, Instant now) {
    sent.computeIfAbsent(target, _ -> new ArrayDeque<>()).addLast(now);
  }

  /// The target asked for quiet (`Retry-After`).
  synchronized void quiet(String target, Instant until) {
    quietUntil.merge(target, until, (one, other) -> one.isAfter(other) ? one : other);
  }

  /// A new address or a replay by hand: what the old one asked for does not count.
  synchronized void forgetQuiet(String target) {
    quietUntil.remove(target);
  }
}
