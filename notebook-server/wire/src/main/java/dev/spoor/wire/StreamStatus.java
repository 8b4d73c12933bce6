package dev.spoor.wire;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How one stream of the agent is doing, every 30 s and on change. Of the counters, since the
/// agent's start: captured = spooled + lost before the spool; spooled = sent + waiting + dropped
/// from the spool; `lost` counts both kinds of loss.
///
/// @param since when it came into this state
/// @param lastSeq number of the last row that was captured, 0 for none
/// @param completeUpTo everything that happened before is captured and durable on the server, or
///   counted as lost; null as long as that can be said of no time
public record StreamStatus(
    @BootText long boot,
    int stream,
    State state,
    Instant since,
    @Nullable String error,
    long lastSeq,
    @Nullable Instant completeUpTo,
    long captured,
    long spooled,
    long sent,
    long lost)
    implements Message {
  public StreamStatus {
    Objects.requireNonNull(state);
    Objects.requireNonNull(since);
  }

  /// What the query behind a stream is doing.
  public enum State {
    PENDING,
    RUNNING,
    PRECONDITION_FALSE,
    ERROR,
    /// a plugin that the query needs is not in this agent
    NEEDS_AGENT,
    STOPPED
  }
}
