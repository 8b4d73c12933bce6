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

  private final AuditConfig config;
  private final InstantSource clock;
  private final boolean pollingOnly;
  private final ProcFiles proc;
  private final ProcessRows rows;
  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Running running;
  private boolean closed;

  public LinuxProcessSource(AuditConfig config, InstantSource clock) {
    this(config, clock, false);
  }

  /// @param pollingOnly never tries the kernel's audit
  LinuxProcessSource(AuditConfig config, InstantSource clock, boolean pollingOnly) {
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

  private synchronized void unsubscribe(EventListener listener) {
    if (listeners.remove(listener) && listeners.isEmpty()) {
      stop();
    }
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

  /// One time of watching, from the first subscription to the end of the last.
  private final class Running implements AutoCloseable {
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile ProcessSensor sensor;
    private int retryIn = RETRY_SECONDS;

    Running() {
      sensor = begin();
      supervisor = SensorThreads.start("spoor-process-watch", this::supervise);
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
          String failure = sensor.failure();
          if (failure != null) {
            replace("the sensor failed: " + failure);
          } else if (sensor instanceof ProcPollingSensor && !pollingOnly && --retryIn <= 0) {
            retryIn = RETRY_SECONDS;
            replace(null);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
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

    @Override
    public void close() {
      stopping.countDown();
      try {
        supervisor.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
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
