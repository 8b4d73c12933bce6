package dev.spoor.server.http.agent;

import java.time.Duration;

/// How the endpoint for agents listens.
///
/// @param silence after which a connection is held for dead
/// @param challenge how long the older of two connections of one client has to answer
/// @param maxWaiting bytes of messages of one agent that may wait for their turn
/// @param maxUnsent bytes that may wait to be sent to one agent
public record AgentConfig(
    String host, int port, Duration silence, Duration challenge, int maxWaiting, int maxUnsent) {
  public static final int DEFAULT_PORT = 8890;

  public AgentConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("agent port " + port + " is not between 0 and 65535");
    }
  }

  public static AgentConfig on(String host, int port) {
    return new AgentConfig(
        host, port, Duration.ofSeconds(60), Duration.ofSeconds(5), 8 << 20, 8 << 20);
  }
}
