package dev.spoor.server.notebook.run;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.notebook.run.RunSummary.Column;
import dev.spoor.server.notebook.run.RunSummary.Failure;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run while it lives: takes its rows, writes them, tells how far it is. The query's thread
/// calls it; `cancel` and `summary` may come from any.
final class ActiveRun implements CellQueries.Sink {
  /// Rows that are stored; the query stops there.
  static final long MAX_ROWS = 1_000_000;

  /// Bytes that are stored.
  static final long MAX_BYTES = 1L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);
  private static final int MAX_COLUMNS = 1_000;
  private static final int MAX_LOG = 200;
  private static final int MAX_LOG_LINE = 2_000;
  private static final long REPORT_NANOS = Duration.ofMillis(100).toNanos();

  private final RunSummary start;
  private final ResultFile file;
  private final InstantSource clock;
  private final Events events;
  private final Map<String, String> columns = new LinkedHashMap<>();
  private final List<String> log = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long dropped;
  private long rows;
  private long reported = System.nanoTime();
  private volatile boolean isCancelled;
  private volatile CellQueries.@Nullable Handle handle;
  private volatile RunSummary summary;

  /// What the run tells its owner.
  interface Events {
    void progressed(RunSummary summary, boolean isFirstRow);

    void finished(RunSummary summary);
  }

  ActiveRun(RunSummary start, ResultFile file, InstantSource clock, Events events) {
    this.start = start;
    this.file = file;
    this.clock = clock;
    this.events = events;
    this.summary = start;
    warnings.addAll(start.warnings());
  }

  void submitted(CellQueries.Handle queryHandle) {
    handle = queryHandle;
    if (isCancelled) {
      queryHandle.cancel();
    }
  }

  void cancel() {
    isCancelled = true;
    CellQueries.Handle current = handle;
    if (current != null) {
      current.cancel();
    }
  }

  RunSummary summary() {
    return summary;
  }

  ResultFile file() {
    return file;
  }

  @Override
  public void started() {
    summary = now(RunState.RUNNING, null, false);
    events.progressed(summary, false);
  }

  @Override
  public void row(Row row) {
    if (rows >= MAX_ROWS) {
      throw new LimitException(
          LimitException.Limit.ROWS, "stopped at " + MAX_ROWS + " rows: narrow the query");
    }
    byte[] json = Json.writeBytes(row, Json.WriteOptions.TYPED);
    if (file.bytes() + json.length > MAX_BYTES) {
      throw new LimitException(
          LimitException.Limit.MEMORY,
          "stopped at " + (MAX_BYTES >> 20) + " MiB of rows: narrow the query");
    }
    learnColumns(row);
    try {
      file.append(json);
      rows++;
      long nanos = System.nanoTime();
      if (rows == 1 || nanos - reported >= REPORT_NANOS) {
        reported = nanos;
        file.flush();
        summary = now(RunState.RUNNING, null, false);
        events.progressed(summary, rows == 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store rows of run " + start.run(), e);
    }
  }

  private void learnColumns(Row row) {
    for (String name : row.columns()) {
      String known = columns.get(name);
      if (known == null && columns.size() >= MAX_COLUMNS) {
        continue;
      }
      if (known == null || known.equals("null")) {
        columns.put(name, type(LazyValue.force(row.get(name))));
      }
    }
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Boolean _ -> "boolean";
      case Number _ -> "number";
      case VqlString _ -> "string";
      case Instant _ -> "time";
      case Row _ -> "dict";
      case List<?> _ -> "array";
      default -> "string";
    };
  }

  @Override
  public void log(String line) {
    synchronized (log) {
      if (log.size() < MAX_LOG) {
        log.add(line.length() > MAX_LOG_LINE ? line.substring(0, MAX_LOG_LINE) + "…" : line);
      } else {
        dropped++;
      }
    }
  }

  @Override
  public void ended(@Nullable Throwable failure) {
    RunState state = RunState.DONE;
    Failure error = null;
    boolean exact = true;
    switch (failure) {
      case null -> {}
      case CancelledException _ -> {
        state = RunState.CANCELLED;
        exact = false;
      }
      case LimitException limit -> {
        state = RunState.PARTIAL;
        exact = false;
        warnings.add(String.valueOf(limit.getMessage()));
      }
      case ForbiddenException forbidden -> {
        state = RunState.ERROR;
        exact = false;
        error =
            new Failure(
                ErrorCode.FORBIDDEN.name(),
                String.valueOf(forbidden.getMessage()),
                List.of(
                    new Problem(
                        forbidden.position().line(),
                        forbidden.position().column(),
                        forbidden.position().length(),
                        "error",
                        String.valueOf(forbidden.getMessage()),
                        null)));
      }
      case SpoorException known -> {
        state = RunState.ERROR;
        exact = false;
        error =
            new Failure(known.code().name(), String.valueOf(known.getMessage()), known.problems());
      }
      default -> {
        state = RunState.ERROR;
        exact = false;
        LOG.error("run {} failed", start.run(), failure);
        error =
            new Failure(
                ErrorCode.INTERNAL.name(),
                "something failed on the server; id " + start.run(),
                List.of());
      }
    }
    try {
      file.flush();
      file.close();
    } catch (IOException e) {
      LOG.error("cannot close the result of run {}", start.run(), e);
      state = RunState.ERROR;
      error = new Failure(ErrorCode.INTERNAL.name(), "the rows could not be stored", List.of());
    }
    summary = now(state, error, exact);
    events.finished(summary);
  }

  private RunSummary now(RunState state, @Nullable Failure error, boolean exact) {
    Instant now = clock.instant();
    CellQueries.Handle current = handle;
    List<String> lines;
    synchronized (log) {
      lines = new ArrayList<>(log);
      if (dropped > 0) {
        lines.add("and " + dropped + " more lines");
      }
    }
    return new RunSummary(
        start.run(),
        start.notebook(),
        start.cell(),
        start.textHash(),
        start.runner(),
        state,
        rows,
        exact,
        current == null ? 0 : current.scanned(),
        Duration.between(start.started(), now).toMillis(),
        start.started(),
        state.isFinished() ? now : null,
        columns.entrySet().stream().map(c -> new Column(c.getKey(), c.getValue())).toList(),
        error,
        warnings,
        lines,
        start.needed(),
        start.timeRange(),
        start.marks());
  }
}
