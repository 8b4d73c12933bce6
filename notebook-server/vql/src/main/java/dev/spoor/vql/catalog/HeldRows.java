package dev.spoor.vql.catalog;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the rows that plugins of a session have taken from their source and not yet given on. Who
/// reads a durable source moves its position only while there are none: what a buffer holds dies
/// with the process and must come again. Thread-safe.
public final class HeldRows {
  private final AtomicLong held = new AtomicLong();
  private volatile boolean outOfStep;

  private HeldRows() {}

  /// Those of the session that this run belongs to.
  public static HeldRows of(RunContext run) {
    return run.shared(HeldRows.class, HeldRows::new);
  }

  public void hold(long rows) {
    held.addAndGet(rows);
  }

  public void release(long rows) {
    held.addAndGet(-rows);
  }

  public boolean isEmpty() {
    return held.get() == 0;
  }

  /// Says that rows are taken and given on by different threads or at times of the clock: which row
  /// was taken last then says nothing of the row that is given on.
  public void runOutOfStep() {
    outOfStep = true;
  }

  public boolean isOutOfStep() {
    return outOfStep;
  }
}
