package dev.spoor.agent.monitoring;

import dev.spoor.host.artifact.ArtifactPlugin;
import dev.spoor.host.artifact.CalledArtifact;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.host.source.EventWatch;
import dev.spoor.host.source.SourceStatus;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.VqlThreads;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.VqlClock;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.Priority;
import dev.spoor.wire.QueryLog;
import dev.spoor.wire.StreamStatus.State;
import dev.spoor.wire.WireRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One entry of the monitoring table at work: its precondition, then its query, whose rows go to
/// the sink. A query that fails or ends is started again, after longer and longer waits; it never
/// disturbs another. Thread-safe; runs on a thread of its own.
final class EventQuery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventQuery.class);
  private static final ThreadFactory THREADS = VqlThreads.factory("spoor-event-query");
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);
  private static final Duration GOOD_RUN = Duration.ofMinutes(10);
  private static final int LOG_LINES = 200;
  private static final int MAX_ERROR = 2000;

  /// A source that the query reads, and how far it came with it.
  private static final class Opened {
    final Object reader;
    final Supplier<SourceStatus> status;
    volatile @Nullable EventPosition reached;

    Opened(Object reader, Supplier<SourceStatus> status) {
      this.reader = reader;
      this.status = status;
    }
  }

  private final MonitoringEntry entry;
  private final StreamKey key;
  private final QueryEnvironment environment;
  private final RowSink sink;
  private final QueryLogSink log;
  private final InstantSource clock;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong captured = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong logLines = new AtomicLong();
  private final List<Opened> opened = new CopyOnWriteArrayList<>();
  private final Object stateLock = new Object();
  private volatile Priority priority;
  private @Nullable VqlSession session;
  private State state = State.PENDING;
  private Instant since;
  private @Nullable String error;
  private @Nullable String lastProblem;
  private @Nullable Instant completeUpTo;

  EventQuery(
      MonitoringEntry entry,
      QueryEnvironment environment,
      RowSink sink,
      QueryLogSink log,
      InstantSource clock) {
    this.entry = entry;
    this.key = new StreamKey(entry.stream(), entry.artifact(), entry.source());
    this.environment = environment;
    this.sink = sink;
    this.log = log;
    this.clock = clock;
    this.priority = entry.priority();
    this.since = clock.instant();
    this.thread = THREADS.newThread(this::run);
  }

  void start() {
    thread.start();
  }

  StreamKey key() {
    return key;
  }

  /// Whether this query would run the same for another entry; the priority may differ.
  boolean serves(MonitoringEntry other) {
    return entry.stream() == other.stream()
        && entry.artifact().equals(other.artifact())
        && entry.artifactVersion() == other.artifactVersion()
        && entry.source().equals(other.source())
        && entry.vql().equals(other.vql())
        && entry.env().equals(other.env())
        && entry.artifacts().equals(other.artifacts())
        && java.util.Objects.equals(entry.precondition(), other.precondition());
  }

  void prioritise(Priority changed) {
    priority = changed;
  }

  StreamReport report() {
    String sensor = "";
    String missing = null;
    for (Opened source : opened) {
      SourceStatus status = source.status.get();
      sensor = sensor.isEmpty() ? status.sensor() : sensor + ", " + status.sensor();
      if (status.error() != null) {
        missing = status.error();
      } else if (status.degraded()) {
        missing = status.sensor();
      }
    }
    EventPosition position = position();
    synchronized (stateLock) {
      if (position != null && state == State.RUNNING) {
        completeUpTo = position.time();
      }
      return new StreamReport(
          state,
          since,
          error == null && state == State.RUNNING ? missing : error,
          sensor,
          captured.get(),
          lost.get(),
          completeUpTo);
    }
  }

  /// How far the query came with all its sources; null when that cannot be said of one of them.
  private @Nullable EventPosition position() {
    EventPosition least = null;
    for (Opened source : opened) {
      EventPosition reached = source.reached;
      if (reached == null) {
        return null;
      }
      least = least == null || reached.time().isBefore(least.time()) ? reached : least;
    }
    return least;
  }

  private void become(State next, @Nullable String why) {
    synchronized (stateLock) {
      state = next;
      error = why == null || why.length() <= MAX_ERROR ? why : why.substring(0, MAX_ERROR);
      since = clock.instant();
    }
    LOG.info("{}: {}{}", key, next, why == null ? "" : " (" + why + ")");
    sink.report(key, report());
  }

  private void run() {
    Duration wait = FIRST_RETRY;
    try {
      while (stopping.getCount() > 0) {
        Instant begun = clock.instant();
        String why;
        try {
          if (!applies()) {
            return;
          }
          query();
          why = "the event query ended" + (lastProblem == null ? "" : ": " + lastProblem);
        } catch (RuntimeException e) {
          why = e.getMessage() == null ? e.toString() : e.getMessage();
          LOG.debug("{} failed", key, e);
        } catch (StackOverflowError | OutOfMemoryError e) {
          why = "the event query is too large: " + e;
        }
        if (stopping.getCount() == 0) {
          return;
        }
        become(State.ERROR, why);
        if (begun.plus(GOOD_RUN).isBefore(clock.instant())) {
          wait = FIRST_RETRY;
        }
        if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        wait = wait.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the query is for this machine and this agent; says so if not.
  private boolean applies() {
    String precondition = entry.precondition();
    if (precondition != null) {
      boolean holds = false;
      try (VqlSession asking = open();
          RowStream rows = asking.run(precondition)) {
        holds = rows.next() != null;
      }
      if (!holds) {
        become(State.PRECONDITION_FALSE, null);
        return false;
      }
    }
    Catalog catalog = environment.catalog(new Watch());
    List<String> unknown = new ArrayList<>();
    for (String plugin : entry.plugins()) {
      if (catalog.plugin(plugin) == null && catalog.function(plugin) == null) {
        unknown.add(plugin);
      }
    }
    if (!unknown.isEmpty()) {
      become(State.NEEDS_AGENT, "this agent lacks " + String.join(", ", unknown));
      return false;
    }
    return true;
  }

  private List<ArtifactPlugin> called() {
    return entry.artifacts().stream()
        .map(json -> new ArtifactPlugin(CalledArtifact.ofJson(json)))
        .toList();
  }

  private VqlSession open() {
    VqlSession.Builder builder =
        VqlSession.builder(environment.catalog(new Watch()).with(List.of(), called()))
            .principal("agent", PermissionCheck.ALLOW_ALL)
            .clock(VqlClock.of(clock))
            .log(this::log);
    for (Map.Entry<String, String> variable : entry.env().entrySet()) {
      builder.env(variable.getKey(), variable.getValue());
    }
    VqlSession fresh = builder.build();
    synchronized (stateLock) {
      session = fresh;
    }
    if (stopping.getCount() == 0) {
      fresh.cancel();
    }
    return fresh;
  }

  private void query() throws InterruptedException {
    lastProblem = null;
    try (VqlSession running = open();
        RowStream rows = running.run(entry.vql())) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        take(row);
      }
    } finally {
      opened.clear();
    }
  }

  private void take(Row row) throws InterruptedException {
    Instant now = clock.instant();
    byte[] json = Json.writeBytes(row);
    if (json.length > WireRow.MAX_BYTES) {
      lost(new EventLoss(1, true, "row larger than 1 MiB", now, now));
      return;
    }
    runs();
    sink.append(key, priority, now, json);
    captured.incrementAndGet();
  }

  /// Says once that the query runs: when its source watches, so that nothing from then on is
  /// missing, or when it has a row.
  private void runs() {
    boolean already;
    synchronized (stateLock) {
      already = state == State.RUNNING;
    }
    if (!already && stopping.getCount() > 0) {
      become(State.RUNNING, null);
    }
  }

  private void lost(EventLoss loss) {
    lost.addAndGet(loss.count());
    try {
      sink.lost(key, loss);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void log(LogLevel level, String message) {
    if (level == LogLevel.ERROR || level == LogLevel.WARN) {
      lastProblem = message;
    }
    long line = logLines.incrementAndGet();
    if (line > LOG_LINES) {
      return;
    }
    String text = line == LOG_LINES ? message + " (no more lines of this query)" : message;
    if (text.length() > QueryLog.MAX_TEXT) {
      text = text.substring(0, QueryLog.MAX_TEXT);
    }
    QueryLog.Level severity =
        switch (level) {
          case ERROR -> QueryLog.Level.ERROR;
          case WARN -> QueryLog.Level.WARN;
          case DEFAULT, INFO -> QueryLog.Level.INFO;
          case DEBUG -> QueryLog.Level.DEBUG;
        };
    log.log(new QueryLog(entry.stream(), severity, clock.instant(), text));
  }

  /// Lets the query log again; called now and then.
  void refreshLog() {
    logLines.set(0);
  }

  /// Asks the query to end, without waiting for it.
  void stop() {
    stopping.countDown();
    VqlSession running;
    synchronized (stateLock) {
      running = session;
    }
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      if (thread.isAlive()) {
        LOG.warn("{} does not end; interrupting it", key);
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    become(State.STOPPED, null);
  }

  private final class Watch implements EventWatch {
    @Override
    public void lost(EventLoss loss) {
      EventQuery.this.lost(loss);
    }

    @Override
    public void reached(Object reader, EventPosition position) {
      for (Opened source : opened) {
        if (source.reader.equals(reader)) {
          source.reached = position;
        }
      }
      EventPosition least = position();
      if (least != null) {
        sink.reached(key, least);
      }
    }

    @Override
    public @Nullable EventPosition since() {
      return sink.since(key);
    }

    @Override
    public void opened(Object reader, Supplier<SourceStatus> status) {
      opened.add(new Opened(reader, status));
      runs();
    }

    @Override
    public String query() {
      return key.stream() + " " + key;
    }
  }
}
