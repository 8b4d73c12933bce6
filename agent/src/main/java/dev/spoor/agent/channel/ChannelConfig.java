package dev.spoor.agent.channel;

import java.time.Duration;

/// How the channel keeps time.
///
/// @param ping how often the agent says that it lives
/// @param dead silence after which a connection is given up
/// @param linger how long a batch may wait for more rows while another is unanswered
/// @param status how often the state of each stream is told
/// @param firstDelay wait before the first new attempt; it doubles from there
/// @param longestDelay the longest wait between attempts
/// @param connectTimeout for connecting, for Welcome, and for one message to leave
public record ChannelConfig(
    Duration ping,
    Duration dead,
    Duration linger,
    Duration status,
    Duration firstDelay,
    Duration longestDelay,
    Duration connectTimeout) {
  /// Batches that may be unanswered.
  static final int CREDIT = 4;

  public static ChannelConfig standard() {
    return new ChannelConfig(
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofMillis(50),
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        Duration.ofSeconds(30),
        Duration.ofSeconds(20));
  }
}
