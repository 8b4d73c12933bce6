package dev.spoor.agent.monitoring;

import dev.spoor.wire.QueryLog;

/// Takes the log lines of event queries; may drop them. Thread-safe.
public interface QueryLogSink {
  void log(QueryLog line);
}
