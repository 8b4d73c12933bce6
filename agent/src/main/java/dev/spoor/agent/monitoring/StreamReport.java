package dev.spoor.agent.monitoring;

import dev.spoor.wire.StreamStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an event query is doing.
///
/// @param state where it is in its life
/// @param since when that began
/// @param error why it failed, or while it runs what its sensor is known to miss; else null
/// @param sensor how its sources watch; empty when it has none open
/// @param captured rows that it yielded since it started
/// @param lost events known to be missing since it started
/// @param completeUpTo everything that happened before this moment was seen or counted as lost;
///   null while nothing can be said
public record StreamReport(
    StreamStatus.State state,
    Instant since,
    @Nullable String error,
    String sensor,
    long captured,
    long lost,
    @Nullable Instant completeUpTo) {}
