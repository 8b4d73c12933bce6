package dev.spoor.host.recording;

import dev.spoor.vql.value.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of a recording.
///
/// @param part where it was seen
/// @param time when it happened; null if it does not say
public record RecordedRow(RecordingPart part, Row row, @Nullable Instant time) {}
