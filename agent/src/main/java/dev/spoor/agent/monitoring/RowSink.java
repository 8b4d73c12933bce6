package dev.spoor.agent.monitoring;

import dev.spoor.host.source.EventLoss;
import dev.spoor.wire.Priority;
import java.time.Instant;

/// Where the rows of event queries go: on an agent with a server the spool, with `--print` the
/// terminal. Called from many query threads at once.
public interface RowSink {
  /// Takes one row as JSON, made at this moment; waits while the sink is full.
  void append(StreamKey stream, Priority priority, Instant made, byte[] row)
      throws InterruptedException;

  /// Takes note that events of this stream are missing; as durable as a row.
  void lost(StreamKey stream, EventLoss loss) throws InterruptedException;

  /// The state of a stream changed, or some time has passed.
  void report(StreamKey stream, StreamReport report);
}
