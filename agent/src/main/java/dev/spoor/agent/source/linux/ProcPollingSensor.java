package dev.spoor.agent.source.linux;

import dev.spoor.agent.source.SensorThreads;
import dev.spoor.host.source.EventPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where audit is not to be had: looks at `/proc` again and again. A process that lives shorter
/// than the interval is never seen, which its name says wherever it shows. Thread-safe.
final class ProcPollingSensor implements ProcessSensor {
  static final String NAME = "proc-polling (misses short processes)";
  private static final Logger LOG = LoggerFactory.getLogger(ProcPollingSensor.class);

  private final ProcFiles proc;
  private final InstantSource clock;
  private final Output output;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Instant completeUpTo = Instant.EPOCH;
  private Map<Integer, Long> known = new HashMap<>();

  private ProcPollingSensor(
      ProcFiles proc, long intervalMillis, InstantSource clock, Output output) {
    this.proc = proc;
    this.clock = clock;
    this.output = output;
    look(false);
    this.thread = SensorThreads.start("spoor-proc-poll", () -> run(intervalMillis));
  }

  static ProcPollingSensor start(
      ProcFiles proc, long intervalMillis, InstantSource clock, Output output) {
    return new ProcPollingSensor(proc, intervalMillis, clock, output);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Instant completeUpTo() {
    return completeUpTo;
  }

  @Override
  public long firstSerial() {
    return -1;
  }

  @Override
  public @Nullable String failure() {
    return null;
  }

  private void run(long intervalMillis) {
    try {
      while (!closing.await(intervalMillis, TimeUnit.MILLISECONDS)) {
        look(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(boolean emit) {
    Instant begun = clock.instant();
    Map<Integer, Long> now = new HashMap<>();
    for (int pid : proc.pids()) {
      try {
        long start = proc.startTicks(pid);
        if (start < 0) {
          continue;
        }
        now.put(pid, start);
        Long before = known.get(pid);
        if (emit && (before == null || before != start)) {
          ProcessExecution execution = proc.find(pid);
          if (execution != null && !execution.argv().isEmpty()) {
            output.execution(execution);
          }
        }
      } catch (RuntimeException e) {
        LOG.debug("process {} could not be read", pid, e);
      }
    }
    known = now;
    completeUpTo = begun;
    if (emit) {
      output.reached(EventPosition.at(begun));
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
