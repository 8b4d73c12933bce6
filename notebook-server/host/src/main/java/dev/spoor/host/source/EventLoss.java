package dev.spoor.host.source;

import java.time.Instant;

/// Events that happened, or may have, and were not seen.
///
/// @param count how many
/// @param exact whether exactly so many, or at most
/// @param cause in words
/// @param from not before this moment
/// @param to not after this moment
public record EventLoss(long count, boolean exact, String cause, Instant from, Instant to) {
  public EventLoss {
    if (count < 0) {
      throw new IllegalArgumentException("negative loss: " + count);
    }
  }
}
