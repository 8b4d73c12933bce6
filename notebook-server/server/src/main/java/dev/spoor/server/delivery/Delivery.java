package dev.spoor.server.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One message on its way to one target.
///
/// @param message the redacted message as JSON
/// @param mayRepeat an earlier attempt may have arrived: the next one says so
/// @param error why the last attempt failed, null if none did
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
    @Nullable String error) {}
