package dev.spoor.agent.monitoring;

import dev.spoor.agent.source.SensorThreads;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the event queries of the monitoring table. A new table restarts only what changed; the last
/// one is kept on disk, so queries run before the server can be reached. Thread-safe.
public final class EventQueryRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueryRunner.class);
  private static final long REPORT_SECONDS = 30;
  private static final long LOG_REFRESH_REPORTS = 10;

  private final @Nullable StoredTable stored;
  private final QueryEnvironment environment;
  private final RowSink sink;
  private final QueryLogSink log;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Map<Integer, EventQuery> queries = new LinkedHashMap<>();
  private long tableVersion;

  /// @param table file of the stored table; null to keep none
  public EventQueryRunner(
      StorageFiles files,
      @Nullable Path table,
      QueryEnvironment environment,
      RowSink sink,
      QueryLogSink log,
      InstantSource clock) {
    this.stored = table == null ? null : new StoredTable(files, table);
    this.environment = environment;
    this.sink = sink;
    this.log = log;
    this.clock = clock;
  }

  /// Starts what the stored table says.
  public synchronized void start() {
    if (stored != null) {
      stored.read().ifPresent(this::replace);
    }
    SensorThreads.start("spoor-query-report", this::reportAgainAndAgain);
  }

  /// The version of the table that runs, 0 for none: what the server is told.
  public synchronized long tableVersion() {
    return tableVersion;
  }

  /// Runs this table instead of the one before, and keeps it.
  public synchronized void apply(MonitoringUpdate table) {
    if (closing.getCount() == 0) {
      return;
    }
    if (stored != null) {
      try {
        stored.write(table);
      } catch (IOException e) {
        LOG.warn("the monitoring table cannot be kept: {}", e.getMessage());
      }
    }
    replace(table);
  }

  private void replace(MonitoringUpdate table) {
    Map<Integer, EventQuery> next = new LinkedHashMap<>();
    List<EventQuery> fresh = new ArrayList<>();
    for (MonitoringEntry entry : table.entries()) {
      EventQuery running = queries.get(entry.stream());
      if (running != null && running.serves(entry)) {
        running.prioritise(entry.priority());
        next.put(entry.stream(), running);
      } else {
        EventQuery query = new EventQuery(entry, environment, sink, log, clock);
        next.put(entry.stream(), query);
        fresh.add(query);
      }
    }
    List<EventQuery> old = new ArrayList<>(queries.values());
    old.removeAll(next.values());
    // the new ones first, so that a shared source goes on watching
    fresh.forEach(EventQuery::start);
    old.forEach(EventQuery::stop);
    old.forEach(EventQuery::close);
    queries = next;
    sink.keepOnly(Set.copyOf(next.keySet()));
    tableVersion = table.tableVersion();
    LOG.info(
        "monitoring table {}: {} event queries, {} started, {} stopped",
        tableVersion,
        next.size(),
        fresh.size(),
        old.size());
  }

  /// What each query is doing now.
  public Map<StreamKey, StreamReport> reports() {
    List<EventQuery> now;
    synchronized (this) {
      now = List.copyOf(queries.values());
    }
    Map<StreamKey, StreamReport> reports = new LinkedHashMap<>();
    for (EventQuery query : now) {
      reports.put(query.key(), query.report());
    }
    return reports;
  }

  private void reportAgainAndAgain() {
    long count = 0;
    try {
      while (!closing.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
        reports().forEach(sink::report);
        if (++count % LOG_REFRESH_REPORTS == 0) {
          synchronized (this) {
            queries.values().forEach(EventQuery::refreshLog);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    List<EventQuery> old;
    synchronized (this) {
      old = List.copyOf(queries.values());
      queries = new LinkedHashMap<>();
    }
    old.forEach(EventQuery::stop);
    old.forEach(EventQuery::close);
  }
}
