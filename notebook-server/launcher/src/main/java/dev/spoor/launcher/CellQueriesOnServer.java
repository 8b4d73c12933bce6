package dev.spoor.launcher;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.notebook.run.CellQueries;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QueryRun;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.Vql;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cells run on the server's query threads, on what the journal holds when they begin.
final class CellQueriesOnServer implements CellQueries {
  private final QuerySessions sessions;
  private final Journal journal;

  CellQueriesOnServer(QuerySessions sessions, Journal journal) {
    this.sessions = sessions;
    this.journal = journal;
  }

  @Override
  public Set<String> needed(List<Statement> statements) {
    return Vql.requiredPermissions(statements, sessions.catalog()).names();
  }

  @Override
  public Handle submit(Query query, Sink sink) {
    QueryRun run =
        sessions.submit(
            QueryRequest.of(query.principal(), query.statements())
                .withTimeRange(range(query.timeRange(), query.now()))
                .withNow(query.now())
                .withLsnBound(journal.endLsn()),
            new Listener(sink));
    return new Handle() {
      @Override
      public void cancel() {
        run.cancel();
      }

      @Override
      public long scanned() {
        return run.scanned();
      }
    };
  }

  private static TimeRange range(dev.spoor.server.notebook.TimeRange range, Instant now) {
    return switch (range) {
      case dev.spoor.server.notebook.TimeRange.All _ -> TimeRange.ALL;
      case dev.spoor.server.notebook.TimeRange.Last last ->
          new TimeRange(TimeRange.nanos(now.minus(last.length())), Long.MAX_VALUE);
      case dev.spoor.server.notebook.TimeRange.Between between ->
          new TimeRange(TimeRange.nanos(between.from()), TimeRange.nanos(between.to()));
    };
  }

  private record Listener(Sink sink) implements QueryListener {
    @Override
    public void started() {
      sink.started();
    }

    @Override
    public void row(int statement, Row row) {
      sink.row(row);
    }

    @Override
    public void log(LogLevel level, String message) {
      if (level != LogLevel.DEBUG) {
        sink.log(level == LogLevel.DEFAULT ? message : level + ": " + message);
      }
    }

    @Override
    public void finished(QueryOutcome outcome) {
      sink.ended(failure(outcome.end()));
    }

    private static @Nullable Throwable failure(QueryOutcome.End end) {
      return switch (end) {
        case QueryOutcome.End.Complete _ -> null;
        case QueryOutcome.End.Cancelled _ -> new CancelledException();
        case QueryOutcome.End.LimitReached limit ->
            new LimitException(LimitException.Limit.ROWS, limit.message());
        case QueryOutcome.End.Failed failed ->
            new SpoorException(failed.code(), failed.message(), failed.problems());
      };
    }
  }
}
