package dev.spoor.agent.source.linux;

import dev.spoor.agent.source.SensorThreads;
import dev.spoor.host.machine.MachineFacts;
import dev.spoor.host.source.EventListener;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.host.source.EventSource;
import dev.spoor.host.source.SourceStatus;
import dev.spoor.vql.value.Row;
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

/// What happens on a Linux machine, as two sources that share one sensor: processes that begin, by
/// kernel audit where that is allowed, else by polling; and logons, by kernel audit alone. Works
/// while somebody is subscribed; replaces a sensor that fails. Thread-safe.
public final class LinuxWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxWatch.class);
  private static final int MAX_ENTRIES = 16_384;
  private static final long MAX_TABLE_BYTES = 8 << 20;
  private static final long POLL_MILLIS = 250;
  private static final int RETRY_SECONDS = 60;
  private static final int LINGER_SECONDS = 3;

  /// How long the first number of the kernel is waited for, to say how much was missed.
  private static final int TELL_MISSED_AFTER_SECONDS = 3;

  static final String NOT_WATCHING = "the agent was not watching";

  private final AuditConfig config;
  private final InstantSource clock;
  private final boolean pollingOnly;
  private final ProcFiles proc;
  private final ProcessRows processRows;
  private final LogonRows logonRows;
  private final EventSource processes = new Source(Kind.PROCESSES, "processes");
  private final EventSource logons = new Source(Kind.LOGONS, "logons");
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private @Nullable Running running;
  private boolean closed;

  public LinuxWatch(AuditConfig config, InstantSource clock) {
    this(config, clock, false);
  }

  /// @param pollingOnly never tries the kernel's audit
  LinuxWatch(AuditConfig config, InstantSource clock, boolean pollingOnly) {
    this.config = config;
    this.clock = clock;
    this.pollingOnly = pollingOnly;
    this.proc = new ProcFiles(Path.of("/proc"));
    UserNames users = new UserNames(Path.of("/etc/passwd"));
    this.processRows = new ProcessRows(users);
    this.logonRows = new LogonRows(users, MachineFacts.hostname());
  }

  private enum Kind {
    PROCESSES,
    LOGONS
  }

  /// Programs that are executed.
  public EventSource processes() {
    return processes;
  }

  /// Accounts that log on, or are refused.
  public EventSource logons() {
    return logons;
  }

  /// How many rows were cut because they were too large.
  public long cutRows() {
    return processRows.cutRows();
  }

  private synchronized SourceStatus status(Kind kind) {
    Running now = running;
    if (now == null) {
      return new SourceStatus("", false, "not watching", null);
    }
    ProcessSensor sensor = now.sensor;
    boolean isPolling = sensor instanceof ProcPollingSensor;
    if (kind == Kind.LOGONS && isPolling) {
      return new SourceStatus("", true, "logons need the kernel's audit: " + now.noAudit, null);
    }
    Instant complete = sensor.completeUpTo();
    return new SourceStatus(
        sensor.name(),
        isPolling,
        sensor.failure(),
        complete.equals(Instant.EPOCH) ? null : complete);
  }

  private synchronized EventSource.Subscription subscribe(Kind kind, EventListener listener) {
    if (closed) {
      throw new IllegalStateException("the watch of this machine is closed");
    }
    Subscriber subscriber = new Subscriber(kind, listener, listener.since());
    subscribers.add(subscriber);
    Running watching = running;
    if (watching == null) {
      watching = new Running();
      running = watching;
    }
    subscriber.begins(watching);
    return () -> subscribers.remove(subscriber);
  }

  /// One of the two, as a query sees it.
  private final class Source implements EventSource {
    private final Kind kind;
    private final String name;

    Source(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public SourceStatus status() {
      return LinuxWatch.this.status(kind);
    }

    @Override
    public Subscription subscribe(EventListener listener) {
      return LinuxWatch.this.subscribe(kind, listener);
    }
  }

  /// Ends watching when nobody listens any more; false when somebody does again.
  private synchronized boolean retire(Running idle) {
    if (!subscribers.isEmpty()) {
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
    subscribers.clear();
    stop();
  }

  private void lost(EventLoss loss) {
    LOG.warn("{} events lost: {}", loss.count(), loss.cause());
    for (Subscriber subscriber : subscribers) {
      subscriber.listener.lost(loss);
    }
  }

  /// A listener, and what it missed before it came.
  private final class Subscriber {
    final Kind kind;
    final EventListener listener;
    private final @Nullable EventPosition since;
    private @Nullable Running watching;
    private Instant begun = Instant.MAX;
    private long lastSerialBefore = -1;
    private int age;
    private boolean told;

    Subscriber(Kind kind, EventListener listener, @Nullable EventPosition since) {
      this.kind = kind;
      this.listener = listener;
      this.since = since;
    }

    /// From here on it is handed everything.
    synchronized void begins(Running running) {
      watching = running;
      begun = clock.instant();
      lastSerialBefore = running.lastSerial;
    }

    /// Once a second: tells what was missed, as soon as it is known how much, or cannot be.
    synchronized void tell() {
      Running running = watching;
      if (told || running == null) {
        return;
      }
      EventPosition before = since;
      long last = lastSerialBefore >= 0 ? lastSerialBefore : running.sensor.firstSerial() - 1;
      if (before != null && last < 0 && ++age < TELL_MISSED_AFTER_SECONDS) {
        return;
      }
      if (before != null && before.time().isBefore(begun)) {
        boolean counts =
            before.epoch().equals(AuditSession.kernelBoot())
                && before.serial() >= 0
                && last >= before.serial();
        EventLoss loss =
            new EventLoss(
                counts ? last - before.serial() : 0, false, NOT_WATCHING, before.time(), begun);
        LOG.warn("{} events at most were missed: {}", loss.count(), loss.cause());
        listener.lost(loss);
      }
      told = true;
    }

    /// Before it knows what it missed, it must not believe to be complete.
    synchronized void reached(EventPosition position) {
      if (told) {
        listener.reached(position);
      }
    }
  }

  /// One time of watching, from the first subscription to a moment after the end of the last: a
  /// query that is replaced by another must not make the sensor start anew.
  private final class Running {
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile ProcessSensor sensor;
    private volatile String noAudit = "";
    private int retryIn = RETRY_SECONDS;
    private int idle;
    private volatile long lastSerial = -1;

    Running() {
      sensor = begin();
      SensorThreads.start("spoor-watch", this::supervise);
    }

    private ProcessSensor begin() {
      if (!pollingOnly) {
        try {
          AuditSensor audit = AuditSensor.start(config, clock, name -> new Rows(this, name));
          LOG.info("watching processes and logons by {}", audit.name());
          return audit;
        } catch (IOException | LinkageError e) {
          noAudit = String.valueOf(e.getMessage());
          LOG.warn("no kernel audit ({}); watching by {}", noAudit, ProcPollingSensor.NAME);
        }
      }
      return ProcPollingSensor.start(
          proc, POLL_MILLIS, clock, new Rows(this, ProcPollingSensor.NAME));
    }

    private void supervise() {
      try {
        while (!stopping.await(1, TimeUnit.SECONDS)) {
          idle = subscribers.isEmpty() ? idle + 1 : 0;
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
      subscribers.forEach(Subscriber::tell);
      String failure = sensor.failure();
      if (failure != null) {
        replace("the sensor failed: " + failure);
      } else if (sensor instanceof ProcPollingSensor && !pollingOnly && --retryIn <= 0) {
        retryIn = RETRY_SECONDS;
        replace(null);
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

  /// Turns what the sensor sees into rows, knowing parents. Used by the one thread of its sensor.
  private final class Rows implements ProcessSensor.Output {
    private final ExecTable table = new ExecTable(proc, MAX_ENTRIES, MAX_TABLE_BYTES);
    private final Running watching;
    private final String sensor;

    Rows(Running watching, String sensor) {
      this.watching = watching;
      this.sensor = sensor;
      table.snapshot();
    }

    @Override
    public void execution(ProcessExecution execution) {
      ProcessRows.Sized sized = processRows.row(execution, table.find(execution.ppid()), sensor);
      table.put(execution);
      hand(Kind.PROCESSES, sized.row(), sized.size());
    }

    @Override
    public void logon(Logon logon) {
      hand(Kind.LOGONS, logonRows.row(logon, sensor), LogonRows.MEMORY);
    }

    private void hand(Kind kind, Row row, int size) {
      for (Subscriber subscriber : subscribers) {
        if (subscriber.kind == kind) {
          subscriber.listener.event(row, size);
        }
      }
    }

    @Override
    public void reached(EventPosition position) {
      watching.lastSerial = position.serial();
      for (Subscriber subscriber : subscribers) {
        subscriber.reached(position);
      }
    }

    @Override
    public void lost(EventLoss loss) {
      LinuxWatch.this.lost(loss);
    }
  }
}
