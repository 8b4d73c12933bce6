package dev.spoor.wire;

import java.time.Instant;
import java.util.Objects;

/// The agent's sign of life, every 20 s. The server answers each with [Pong]; either side holds a
/// connection for dead that was silent for 60 s.
public record Ping(long number, Instant clock) implements Message {
  public Ping {
    Objects.requireNonNull(clock);
  }
}
