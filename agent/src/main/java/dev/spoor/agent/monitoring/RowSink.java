package dev.spoor.agent.monitoring;

import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.wire.Priority;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the rows of event queries go: on an agent with a server the spool, with `--print` the
/// terminal. Called from many query threads at once.
public interface RowSink {
  /// Takes one row as JSON, made at this moment; waits while the sink is full.
  void append(StreamKey stream, Priority priority, Instant made, byte[] row)
      throws InterruptedException;

  /// Takes note that events of this stream are missing; as durable as a row.
  void lost(StreamKey stream, EventLoss loss) throws InterruptedException;

  /// Everything that the stream's source had up to this position was appended, or counted as lost,
  /// before this call.
  default void reached(StreamKey stream, EventPosition position) {}

  /// How far the stream had come, also in an earlier process; null when that is not known.
  default @Nullable EventPosition since(StreamKey stream) {
    return null;
  }

  /// Other streams than these are no longer wanted: that they do not come is no loss.
  default void keepOnly(Set<Integer> streams) {}

  /// The state of a stream changed, or some time has passed.
  void report(StreamKey stream, StreamReport report);
}
