package dev.spoor.host.recording;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.VqlClock;
import java.time.Duration;
import java.time.Instant;

/// The time of a recording: it shows when the last row happened, and whoever waits is there at
/// once. Nobody waits beyond the end of the recording and what comes after it: that ends the query.
/// Thread-safe.
public final class SandboxClock implements VqlClock {
  /// How long after the last row a query may still wait for something.
  private static final Duration AFTER = Duration.ofHours(1);

  private final Instant end;
  private Instant now;
  private boolean over;

  public SandboxClock(Instant first, Instant last) {
    this.now = first;
    this.end = last.plus(AFTER);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /// Time does not go back, whatever order rows stand in.
  synchronized void reached(Instant time) {
    if (time.isAfter(now)) {
      now = time;
    }
  }

  @Override
  public synchronized void awaitUntil(Instant deadline, Cancellation cancellation) {
    cancellation.check();
    if (deadline.isAfter(end)) {
      over = true;
      throw new CancelledException();
    }
    reached(deadline);
  }

  /// True once a query waited for something that the recording does not reach.
  public synchronized boolean isOver() {
    return over;
  }
}
