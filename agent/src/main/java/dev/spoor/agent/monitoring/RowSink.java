package dev.spoor.agent.monitoring;

import dev.spoor.host.source.EventLoss;

/// Where the rows of event queries go: on an agent with a server the spool, with `--print` the
/// terminal. Called from many query threads at once.
public interface RowSink {
  /// Takes one row as JSON; waits while the sink is full.
  void append(StreamKey stream, byte[] row, Priority priority) throws InterruptedException;

  /// Takes note that events of this stream are missing; as durable as a row.
  void lost(StreamKey stream, EventLoss loss) throws InterruptedException;

  /// The state of a stream changed, or some time has passed.
  void report(StreamKey stream, StreamReport report);
}
