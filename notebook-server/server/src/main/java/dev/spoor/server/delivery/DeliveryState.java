package dev.spoor.server.delivery;

import java.util.Locale;

/// Where a delivery stands.
public enum DeliveryState {
  /// waits for its first or next attempt
  PENDING,
  /// an attempt is going on; found so after a crash, its outcome is unknown
  SENDING,
  DELIVERED,
  /// carried by a digest, whose delivery tells what became of it
  FOLDED,
  /// given up; can be replayed by hand
  DEAD;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
