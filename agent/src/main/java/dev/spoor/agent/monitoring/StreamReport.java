package dev.spoor.agent.monitoring;

import dev.spoor.wire.StreamStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an event query is doing.
///
/// @param state where it is in its life
/// @param since when that began
/// @param error why it failed; null in other states
/// @param detail how its source watches, in words; empty when there is nothing to say
/// @param captured rows that it yielded since it started
/// @param lost events known to be missing since it started
/// @param completeUpTo everything that happened before this moment was seen or counted as lost;
///   null while nothing can be said
public record StreamReport(
    StreamStatus.State state,
    Instant since,
    @Nullable String error,
    String detail,
    long captured,
    long lost,
    @Nullable Instant completeUpTo) {}
