package dev.spoor.agent.spool;

import java.util.concurrent.atomic.AtomicLong;

/// Counters of one stream since the agent's start. Rows offered = spooled + waiting in the inbox +
/// lost on the way to the disk; spooled = sent + waiting on disk + dropped. Thread-safe.
public final class SpoolCounts {
  private final AtomicLong spooled = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lastSeq = new AtomicLong();
  private final AtomicLong ackedSeq = new AtomicLong();

  SpoolCounts() {}

  void spooled(long seq) {
    lastSeq.set(seq);
    spooled.incrementAndGet();
  }

  void acknowledged(long seq, long rows) {
    ackedSeq.set(seq);
    sent.addAndGet(rows);
  }

  void lost(long rows) {
    lost.addAndGet(rows);
  }

  /// Rows that became durable here.
  public long spooled() {
    return spooled.get();
  }

  /// Rows that the server acknowledged.
  public long sent() {
    return sent.get();
  }

  /// Rows, or messages of a source, that were counted as lost.
  public long lost() {
    return lost.get();
  }

  /// Number of the last row that became durable here, 0 for none.
  public long lastSeq() {
    return lastSeq.get();
  }

  /// Number of the last row that the server acknowledged, 0 for none.
  public long ackedSeq() {
    return ackedSeq.get();
  }
}
