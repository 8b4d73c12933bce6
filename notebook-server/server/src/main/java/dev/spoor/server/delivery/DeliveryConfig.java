package dev.spoor.server.delivery;

import java.time.Duration;

/// How patient deliveries are.
///
/// @param firstPause after the first failure; doubles from there
/// @param longestPause between two attempts, unless `Retry-After` asks for more
/// @param attempts after which a delivery is dead
/// @param timeout of one attempt
/// @param atOnce attempts that may be going on at the same time
/// @param rateWindow what the rate of a target is counted over: a minute, which tests shorten
public record DeliveryConfig(
    Duration firstPause,
    Duration longestPause,
    int attempts,
    Duration timeout,
    int atOnce,
    Duration rateWindow) {
  public static final DeliveryConfig DEFAULT =
      new DeliveryConfig(
          Duration.ofSeconds(1), Duration.ofMinutes(10), 30, Duration.ofSeconds(10), 16);

  public DeliveryConfig(
      Duration firstPause, Duration longestPause, int attempts, Duration timeout, int atOnce) {
    this(firstPause, longestPause, attempts, timeout, atOnce, Duration.ofMinutes(1));
  }
}
