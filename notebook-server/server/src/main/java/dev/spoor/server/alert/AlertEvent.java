package dev.spoor.server.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One detection of an alert.
///
/// @param delivery what deliveries about it carry as event, or null
public record AlertEvent(
    String eventId, AlertEntity entity, String hostname, Instant time, @Nullable String delivery) {}
