package dev.spoor.server.query;

import dev.spoor.server.event.TimeRange;
import dev.spoor.vql.catalog.RunContext;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a session's sources read when the query does not say: shared state of the session. The
/// evaluator ends the rows of a source that breaks; what broke it is kept here.
record SourceScope(
    TimeRange timeRange,
    long lsnBound,
    ScanCounter scanned,
    AtomicReference<@Nullable RuntimeException> failure) {
  SourceScope(TimeRange timeRange, long lsnBound, ScanCounter scanned) {
    this(timeRange, lsnBound, scanned, new AtomicReference<>());
  }

  static SourceScope of(RunContext run) {
    return run.shared(
        SourceScope.class, () -> new SourceScope(TimeRange.ALL, Long.MAX_VALUE, new ScanCounter()));
  }

  RuntimeException broken(RuntimeException e) {
    failure.compareAndSet(null, e);
    return e;
  }

  /// Throws what broke a source, if anything did.
  void check() {
    RuntimeException broken = failure.get();
    if (broken != null) {
      throw broken;
    }
  }
}
