package dev.spoor.server.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing that was done with an alert.
///
/// @param undo what takes back all that was done at once with it
/// @param author audit name of who did it
public record AlertHistory(
    String undo,
    String alert,
    String verb,
    String author,
    Instant time,
    Alert.@Nullable Standing before,
    Alert.Standing after,
    long revision,
    boolean isUndone) {}
