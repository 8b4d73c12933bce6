package dev.spoor.agent.spool;

import dev.spoor.wire.Priority;
import java.time.Instant;

/// Where event queries put their rows; the spool is one, the terminal of `agent run --print` is
/// another. Thread-safe; rows of one stream keep the order in which one thread appends them.
public interface RowSink {
  /// Takes one row: JSON text in UTF-8, at most [dev.spoor.wire.WireRow#MAX_BYTES], a longer one is
  /// counted as lost. Waits while the sink is full, so that the source behind, which counts what it
  /// must drop, feels the pressure. Never fails for want of disk: what cannot be kept is counted.
  ///
  /// @param stream number from the monitoring entry
  /// @param emitNanos when the row was made, nanoseconds since 1970
  void append(int stream, Priority priority, long emitNanos, byte[] json)
      throws InterruptedException;

  /// Records that `count` rows or kernel messages of a stream never became rows. Never waits.
  void lost(int stream, long count, String cause, Instant from, Instant to);
}
