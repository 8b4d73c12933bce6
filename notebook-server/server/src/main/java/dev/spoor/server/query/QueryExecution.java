package dev.spoor.server.query;

import dev.spoor.server.client.Clients;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.query.QueryOutcome.End;
import dev.spoor.server.query.QueryRequest.Program;
import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.catalog.LimitException;
import dev.spoor.vql.catalog.VqlLimits;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Severity;
import dev.spoor.vql.syntax.SourcePosition;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out one run on the thread that calls.
final class QueryExecution {
  private static final Logger LOG = LoggerFactory.getLogger(QueryExecution.class);

  private final Catalog catalog;
  private final InstantSource clock;

  QueryExecution(
      Catalog catalog,
      EventStore store,
      Clients clients,
      InstantSource clock,
      UnaryOperator<Catalog> more) {
    SourcePlugin source = new SourcePlugin(SourcePlugin.SOURCE, store, clients);
    this.catalog =
        more.apply(
            catalog
                .withFunctions(WhoAmI.FUNCTION)
                .withPlugins(
                    source,
                    new SourcePlugin(SourcePlugin.MONITORING, store, clients),
                    new EventsPlugin(store, clients),
                    new ParallelizePlugin(source)));
    this.clock = clock;
  }

  Catalog catalog() {
    return catalog;
  }

  static QueryOutcome cancelledBeforeStart() {
    return new QueryOutcome(new End.Cancelled(), 0, 0, Duration.ZERO);
  }

  void run(QueryRun run) {
    End end;
    try {
      end = outcome(run);
    } catch (RuntimeException | Error e) {
      end = failure(run, e);
    }
    run.finish(
        new QueryOutcome(end, run.rows(), run.scanned(), Duration.ofNanos(run.elapsedNanos())));
  }

  private End outcome(QueryRun run) {
    QueryRequest request = run.request();
    Instant now = request.now();
    VqlSession.Builder builder =
        VqlSession.builder(catalog)
            .principal(request.principal(), QueryRights.CHECK)
            .clock(new RunClock(clock, now == null ? clock.instant() : now))
            .limits(VqlLimits.DEFAULT.withTime(request.limits().time()))
            .log((level, message) -> run.listener().log(level, message));
    request.env().forEach(builder::env);
    try (VqlSession session = builder.build()) {
      if (!run.begin(session::cancel)) {
        return new End.Cancelled();
      }
      run.listener().started();
      ParseResult parsed =
          switch (request.program()) {
            case Program.Text(String vql) -> parsed(vql);
            case Program.Parsed(List<Statement> given) -> new ParseResult("", given, List.of());
          };
      SourceScope scope =
          new SourceScope(
              request.timeRange(),
              request.lsnFrom(),
              request.lsnBound(),
              run.scanCounter(),
              request.tally());
      session.scope().run().shared(SourceScope.class, () -> scope);
      End end = statements(run, session, parsed);
      scope.check();
      return end;
    }
  }

  private static ParseResult parsed(String vql) {
    ParseResult parsed = Vql.parse(vql);
    if (!parsed.isOk()) {
      throw new SpoorException(
          ErrorCode.INVALID_QUERY,
          "the query has errors",
          parsed.issues().stream().map(QueryExecution::problem).toList());
    }
    return parsed;
  }

  private static End statements(QueryRun run, VqlSession session, ParseResult parsed) {
    long most = run.request().limits().rows();
    for (int i = 0; i < parsed.statements().size(); i++) {
      try (RowStream rows = session.run(parsed, parsed.statements().get(i))) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          if (run.rows() >= most) {
            return new End.LimitReached("the result is cut at " + most + " rows");
          }
          run.listener().row(i, row);
          run.countRow();
        }
      }
      if (run.isCancelled()) {
        return new End.Cancelled();
      }
    }
    return new End.Complete();
  }

  private static End failure(QueryRun run, Throwable failure) {
    return switch (failure) {
      case CancelledException e when run.isCancelled() -> new End.Cancelled();
      case CancelledException e -> new End.LimitReached("the run was stopped");
      case LimitException e -> new End.LimitReached(message(e));
      case ForbiddenException e ->
          new End.Failed(
              ErrorCode.FORBIDDEN,
              message(e),
              List.of(problem(e.position(), "error", message(e), null)));
      case SpoorException e -> new End.Failed(e.code(), message(e), e.problems());
      case Throwable e -> {
        String id = UUID.randomUUID().toString();
        LOG.error("query failed, id {}", id, e);
        yield new End.Failed(ErrorCode.INTERNAL, "internal error " + id, List.of());
      }
    };
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  static Problem problem(Issue issue) {
    return problem(
        issue.position(),
        issue.severity() == Severity.ERROR ? "error" : "warning",
        issue.message(),
        issue.fix() == null ? null : issue.fix().toString());
  }

  private static Problem problem(
      SourcePosition at, String severity, String message, @Nullable String fix) {
    return new Problem(at.line(), at.column(), Math.max(1, at.length()), severity, message, fix);
  }
}
