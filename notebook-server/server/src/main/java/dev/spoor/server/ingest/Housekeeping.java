package dev.spoor.server.ingest;

import dev.spoor.server.event.EventStore;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What ingest does now and then: write coverage, delete journal segments that neither the store
/// nor a consumer needs.
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long KEPT_BYTES = 10L << 30;

  private final Journal journal;
  private final EventStore store;
  private final Consumers consumers;
  private final Coverage coverage;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ingest-housekeeping").daemon().factory());

  public Housekeeping(Journal journal, EventStore store, Consumers consumers, Coverage coverage) {
    this.journal = journal;
    this.store = store;
    this.consumers = consumers;
    this.coverage = coverage;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    timer.scheduleWithFixedDelay(() -> guarded(coverage::flush), 5, 5, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(() -> guarded(this::deleteSegments), 60, 60, TimeUnit.SECONDS);
  }

  void deleteSegments() throws Exception {
    long needed = store.durableUpTo();
    for (long offset : consumers.offsets().values()) {
      needed = Math.min(needed, offset);
    }
    journal.deleteBelow(needed, KEPT_BYTES);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void guarded(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      LOG.error("housekeeping failed; it is tried again", e);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    guarded(coverage::flush);
  }
}
