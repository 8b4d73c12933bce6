package dev.spoor.server.query;

import dev.spoor.server.event.TimeRange;
import dev.spoor.vql.catalog.RunContext;

/// What a session's sources read when the query does not say: shared state of the session.
record SourceScope(TimeRange timeRange, long lsnBound, ScanCounter scanned) {
  static SourceScope of(RunContext run) {
    return run.shared(
        SourceScope.class, () -> new SourceScope(TimeRange.ALL, Long.MAX_VALUE, new ScanCounter()));
  }
}
