package dev.spoor.vql.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A clock that moves only when told to: for tests and replay. Waiters wake when it passes their
/// deadline.
public final class ManualClock implements VqlClock {
  private Instant now;
  private final List<Instant> deadlines = new ArrayList<>();

  public ManualClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized void advance(Duration step) {
    set(now.plus(step));
  }

  public synchronized void set(Instant time) {
    now = time;
    notifyAll();
  }

  /// How many threads wait for this clock now; a test can wait for that before it moves the clock.
  public synchronized int waiting() {
    return deadlines.size();
  }

  /// Moves the clock to the nearest time that a thread waits for; false if none waits.
  public synchronized boolean advanceToWaiter() {
    Instant nearest = deadlines.stream().min(Instant::compareTo).orElse(null);
    if (nearest == null || !nearest.isAfter(now)) {
      return false;
    }
    set(nearest);
    return true;
  }

  @Override
  public void awaitUntil(Instant deadline, Cancellation cancellation) {
    Cancellation.Registration hook = cancellation.onCancel(this::wake);
    try {
      synchronized (this) {
        deadlines.add(deadline);
        try {
          while (now.isBefore(deadline) && !cancellation.isCancelled()) {
            wait();
          }
        } finally {
          deadlines.remove(deadline);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } finally {
      hook.close();
    }
    cancellation.check();
  }

  private synchronized void wake() {
    notifyAll();
  }
}
