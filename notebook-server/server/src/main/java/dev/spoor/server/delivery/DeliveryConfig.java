package dev.spoor.server.delivery;

import java.time.Duration;

/// How patient deliveries are.
///
/// @param firstPause after the first failure; doubles from there
/// @param longestPause also the longest that `Retry-After` may ask for
/// @param attempts after which a delivery is dead
/// @param timeout of one attempt
/// @param atOnce attempts that may be going on at the same time
public record DeliveryConfig(
    Duration firstPause, Duration longestPause, int attempts, Duration timeout, int atOnce) {
  public static final DeliveryConfig DEFAULT =
      new DeliveryConfig(
          Duration.ofSeconds(1), Duration.ofMinutes(10), 30, Duration.ofSeconds(10), 16);
}
