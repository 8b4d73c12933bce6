package dev.spoor.host.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How well a source sees at the moment.
///
/// @param sensor how it watches, as the column `_Sensor` says it
/// @param degraded whether it is known to miss events of its kind; `sensor` says which
/// @param error why it does not watch at all; null while it does
/// @param completeUpTo everything before this moment was handed on or counted as lost
public record SourceStatus(
    String sensor, boolean degraded, @Nullable String error, @Nullable Instant completeUpTo) {}
