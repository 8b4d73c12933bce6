package dev.spoor.server.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One message on its way to one target.
///
/// @param message the redacted message as JSON
/// @param mayRepeat an earlier attempt may have arrived: the next one says so
/// @param error why the last attempt failed, null if none did
/// @param digest the delivery that carries this one instead, null if none does
/// @param attemptsBefore those made before the last replay by hand
public record Delivery(
    String id,
    String eventId,
    String target,
    DeliveryKind kind,
    DeliveryState state,
    String message,
    int attempts,
    boolean mayRepeat,
    Instant created,
    Instant nextAttempt,
    @Nullable Instant finished,
    @Nullable String error,
    @Nullable String digest,
    int attemptsBefore) {
  /// One that waits for its first attempt.
  static Delivery queued(
      String id, String eventId, DeliveryTarget target, String message, Instant now) {
    return new Delivery(
        id,
        eventId,
        target.name(),
        target.kind(),
        DeliveryState.PENDING,
        message,
        0,
        false,
        now,
        now,
        null,
        null,
        null,
        0);
  }
}
