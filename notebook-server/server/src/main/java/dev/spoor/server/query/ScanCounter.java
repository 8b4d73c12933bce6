package dev.spoor.server.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Adds up what the sources of one run have looked at. Thread-safe.
final class ScanCounter {
  private final List<LongSupplier> open = new ArrayList<>();
  private long closed;

  synchronized void add(LongSupplier source) {
    open.add(source);
  }

  /// A source is done; its count stays.
  synchronized void remove(LongSupplier source) {
    if (open.remove(source)) {
      closed += source.getAsLong();
    }
  }

  synchronized long total() {
    long total = closed;
    for (LongSupplier source : open) {
      total += source.getAsLong();
    }
    return total;
  }
}
