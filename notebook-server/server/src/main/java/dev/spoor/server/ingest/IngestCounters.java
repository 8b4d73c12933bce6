package dev.spoor.server.ingest;

import java.util.concurrent.atomic.LongAdder;

/// What came in since the server was started, in rows. `received` = `accepted` + `duplicates` +
/// `refused` + `rejected` + those of batches that are still on their way or failed. `lost` are rows
/// that agents reported as lost; they are not part of `received`. Thread-safe.
public final class IngestCounters {
  final LongAdder received = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder lost = new LongAdder();

  /// One reading of all counters.
  public record Reading(
      long received, long accepted, long duplicates, long refused, long rejected, long lost) {}

  public Reading read() {
    return new Reading(
        received.sum(),
        accepted.sum(),
        duplicates.sum(),
        refused.sum(),
        rejected.sum(),
        lost.sum());
  }
}
