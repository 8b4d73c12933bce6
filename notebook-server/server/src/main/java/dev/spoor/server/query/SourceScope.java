package dev.spoor.server.query;

import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.TimeRange;
import dev.spoor.vql.catalog.RunContext;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a session's sources read when the query does not say: shared state of the session. The
/// evaluator ends the rows of a source that breaks; what broke it is kept here.
record SourceScope(
    TimeRange timeRange,
    long lsnFrom,
    long lsnBound,
    ScanCounter scanned,
    @Nullable EventTally tally,
    AtomicReference<@Nullable RuntimeException> failure) {
  SourceScope(
      TimeRange timeRange,
      long lsnFrom,
      long lsnBound,
      ScanCounter scanned,
      @Nullable EventTally tally) {
    this(timeRange, lsnFrom, lsnBound, scanned, tally, new AtomicReference<>());
  }

  static SourceScope of(RunContext run) {
    return run.shared(
        SourceScope.class,
        () -> new SourceScope(TimeRange.ALL, 0, Long.MAX_VALUE, new ScanCounter(), null));
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
