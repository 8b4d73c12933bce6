package dev.spoor.server.query;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.VqlClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Shows one moment for the whole run, so that `now()` means the same in every row, and waits in
/// real time.
final class RunClock implements VqlClock {
  private final Instant moment;
  private final InstantSource source;
  private final VqlClock waiting;

  RunClock(InstantSource source, Instant moment) {
    this.moment = moment;
    this.source = source;
    this.waiting = VqlClock.of(source);
  }

  @Override
  public Instant instant() {
    return moment;
  }

  @Override
  public void awaitUntil(Instant deadline, Cancellation cancellation) {
    waiting.awaitUntil(source.instant().plus(Duration.between(moment, deadline)), cancellation);
  }
}
