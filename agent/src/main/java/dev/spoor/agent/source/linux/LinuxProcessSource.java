package dev.spoor.agent.source.linux;

import dev.spoor.agent.source.SensorThreads;
import dev.spoor.host.source.EventListener;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventSource;
import dev.spoor.host.source.SourceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes that begin on a Linux machine: by kernel audit where that is allowed, else by polling.
/// Works while somebody is subscribed; replaces a sensor that fails. Thread-safe.
public final class LinuxProcessSource implements EventSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxProcessSource.class);
  private static final int MAX_ENTRIES = 16_384;
  private static final long MAX_TABLE_BYTES = 8 << 20;
  private static final long POLL_MILLIS = 250;
  private static final int RETRY_SECONDS = 60;
  private static final int LINGER_SECONDS = 3;
  private static final int TELL_MISSED_AFTER_SECONDS = 3;

  private final AuditConfig config;
  private final InstantSource clock;
  private final @Nullable Path checkpoint;
  private final boolean pollingOnly;
  private final ProcFiles proc;
  private final ProcessRows rows;
  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Running running;
  private boolean closed;

  /// @param checkpoint file that tells the next agent how far this one came; null for none
  public LinuxProcessSource(AuditConfig config, InstantSource clock, @Nullable Path checkpoint) {
    this(config, clock, checkpoint, false);
  }

  /// @param pollingOnly never tries the kernel's audit
  LinuxProcessSource(
      AuditConfig config, InstantSource clock, @Nullable Path checkpoint, boolean pollingOnly) {
    this.checkpoint = checkpoint;
    this.config = config;
    this.clock = clock;
    this.pollingOnly = pollingOnly;
    this.proc = new ProcFiles(Path.of("/proc"));
    this.rows = new ProcessRows(new UserNames(Path.of("/etc/passwd")));
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public synchronized SourceStatus status() {
    Running now = running;
    if (now == null) {
      return new SourceStatus("", false, "not watching", null);
    }
    ProcessSensor sensor = now.sensor;
    Instant complete = sensor.completeUpTo();
    return new SourceStatus(
        sensor.name(),
        sensor instanceof ProcPollingSensor,
        sensor.failure(),
        complete.equals(Instant.EPOCH) ? null : complete);
  }

  /// How many rows were cut because they were too large.
  public long cutRows() {
    return rows.cutRows();
  }

  @Override
  public synchronized Subscription subscribe(EventListener listener) {
    if (closed) {
      throw new IllegalStateException("the process source is closed");
    }
    listeners.add(listener);
    if (running == null) {
      running = new Running();
    }
    return () -> unsubscribe(listener);
  }

  private void unsubscribe(EventListener listener) {
    listeners.remove(listener);
  }

  /// Ends watching when nobody listens any more; false when somebody does again.
  private synchronized boolean retire(Running idle) {
    if (!listeners.isEmpty()) {
      return false;
    }
    if (running == idle) {
      stop();
    }
    return true;
  }

  private void stop() {
    Running old = running;
    running = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    listeners.clear();
    stop();
  }

  private void lost(EventLoss loss) {
    LOG.warn("{} events lost: {}", loss.count(), loss.cause());
    for (EventListener listener : listeners) {
      listener.lost(loss);
    }
  }

  /// One time of watching, from the first subscription to a moment after the end of the last: a
  /// query that is replaced by another must not make the sensor start anew.
  private final class Running {
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile ProcessSensor sensor;
    private int retryIn = RETRY_SECONDS;
    private int idle;
    private int age;
    private final @Nullable WatchCheckpoint kept;
    private final Instant begun;

    Running() {
      kept = checkpoint == null ? null : new WatchCheckpoint(checkpoint);
      sensor = begin();
      begun = clock.instant();
      SensorThreads.start("spoor-process-watch", this::supervise);
    }

    private ProcessSensor begin() {
      if (!pollingOnly) {
        try {
          AuditSensor audit = AuditSensor.start(config, clock, Rows::new);
          LOG.info("watching processes by {}", audit.name());
          return audit;
        } catch (IOException | LinkageError e) {
          LOG.warn("no kernel audit ({}); watching by {}", e.getMessage(), ProcPollingSensor.NAME);
        }
      }
      return ProcPollingSensor.start(proc, POLL_MILLIS, clock, new Rows(ProcPollingSensor.NAME));
    }

    private void supervise() {
      try {
        while (!stopping.await(1, TimeUnit.SECONDS)) {
          idle = listeners.isEmpty() ? idle + 1 : 0;
          if (idle > LINGER_SECONDS && retire(this)) {
            return;
          }
          tend();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void tend() {
      if (stopping.getCount() == 0) {
        return;
      }
      keep();
      String failure = sensor.failure();
      if (failure != null) {
        replace("the sensor failed: " + failure);
      } else if (sensor instanceof ProcPollingSensor && !pollingOnly && --retryIn <= 0) {
        retryIn = RETRY_SECONDS;
        replace(null);
      }
    }

    /// Notes how far the watching came, and says once what was missed before it began: after a
    /// moment, when all queries of a starting agent listen.
    private void keep() {
      WatchCheckpoint checkpoints = kept;
      if (checkpoints == null) {
        return;
      }
      AuditSensor audit = sensor instanceof AuditSensor a ? a : null;
      if (++age == TELL_MISSED_AFTER_SECONDS) {
        checkpoints
            .missed(audit == null ? -1 : audit.firstSerial(), begun)
            .ifPresent(LinuxProcessSource.this::lost);
      }
      Instant upTo = sensor.completeUpTo();
      if (age >= TELL_MISSED_AFTER_SECONDS && upTo.isAfter(begun)) {
        checkpoints.keep(audit == null ? -1 : audit.highestSerial(), upTo);
      }
    }

    private void replace(@Nullable String cause) {
      Instant from = sensor.completeUpTo();
      sensor.close();
      sensor = begin();
      if (cause != null) {
        lost(new EventLoss(0, false, cause, from, clock.instant()));
      }
    }

    synchronized void close() {
      stopping.countDown();
      sensor.close();
    }
  }

  /// Turns executions into rows, knowing parents. Used by the one thread of its sensor.
  private final class Rows implements ProcessSensor.Output {
    private final ExecTable table = new ExecTable(proc, MAX_ENTRIES, MAX_TABLE_BYTES);
    private final String sensor;

    Rows(String sensor) {
      this.sensor = sensor;
      table.snapshot();
    }

    @Override
    public void execution(ProcessExecution execution) {
      ProcessRows.Sized sized = rows.row(execution, table.find(execution.ppid()), sensor);
      table.put(execution);
      for (EventListener listener : listeners) {
        listener.event(sized.row(), sized.size());
      }
    }

    @Override
    public void lost(EventLoss loss) {
      LinuxProcessSource.this.lost(loss);
    }
  }
}
