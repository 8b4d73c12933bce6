package dev.spoor.server.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One attempt, recorded before it is made.
///
/// @param outcome delivered, failed, refused, unreachable or unknown; null while it goes on
public record DeliveryAttempt(
    int number,
    Instant started,
    @Nullable Instant finished,
    @Nullable String outcome,
    @Nullable String detail) {}
