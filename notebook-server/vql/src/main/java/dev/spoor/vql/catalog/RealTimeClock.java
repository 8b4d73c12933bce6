package dev.spoor.vql.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for real time to pass.
final class RealTimeClock implements VqlClock {
  private final InstantSource source;

  RealTimeClock(InstantSource source) {
    this.source = source;
  }

  @Override
  public Instant instant() {
    return source.instant();
  }

  @Override
  public void awaitUntil(Instant deadline, Cancellation cancellation) {
    CountDownLatch woken = new CountDownLatch(1);
    Cancellation.Registration hook = cancellation.onCancel(woken::countDown);
    try {
      long left = nanosUntil(deadline);
      while (left > 0) {
        if (woken.await(left, TimeUnit.NANOSECONDS)) {
          break;
        }
        left = nanosUntil(deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } finally {
      hook.close();
    }
    cancellation.check();
  }

  private long nanosUntil(Instant deadline) {
    Duration left = Duration.between(source.instant(), deadline);
    return left.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : left.toNanos();
  }
}
