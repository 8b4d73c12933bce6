package dev.spoor.server.query;

import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.syntax.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program to run, for whom, and within what.
///
/// @param env variables of the top scope
/// @param timeRange what `source()` reads when the query gives no times of its own
/// @param lsnFrom only events with this LSN or a larger one are seen
/// @param lsnBound only events with a smaller LSN are seen; [Long#MAX_VALUE] for all there are
/// @param tally counts the rows of `events()` where the store decides all of WHERE; they are not
///   given then
/// @param now what `now()` says; null for the moment at which the run begins
/// @param limits see [QueryLimits]
public record QueryRequest(
    Principal principal,
    Program program,
    Map<String, @Nullable Object> env,
    TimeRange timeRange,
    long lsnFrom,
    long lsnBound,
    @Nullable EventTally tally,
    @Nullable Instant now,
    QueryLimits limits) {
  public QueryRequest {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  /// What is run.
  public sealed interface Program {
    record Text(String vql) implements Program {}

    record Parsed(List<Statement> statements) implements Program {
      public Parsed {
        statements = List.copyOf(statements);
      }
    }
  }

  public static QueryRequest of(Principal principal, String vql) {
    return of(principal, new Program.Text(vql));
  }

  public static QueryRequest of(Principal principal, List<Statement> statements) {
    return of(principal, new Program.Parsed(statements));
  }

  private static QueryRequest of(Principal principal, Program program) {
    return new QueryRequest(
        principal,
        program,
        Map.of(),
        TimeRange.ALL,
        0,
        Long.MAX_VALUE,
        null,
        null,
        QueryLimits.DEFAULT);
  }

  public QueryRequest withTimeRange(TimeRange range) {
    return new QueryRequest(principal, program, env, range, lsnFrom, lsnBound, tally, now, limits);
  }

  public QueryRequest withEnv(Map<String, @Nullable Object> variables) {
    return new QueryRequest(
        principal, program, variables, timeRange, lsnFrom, lsnBound, tally, now, limits);
  }

  public QueryRequest withLsnBound(long bound) {
    return new QueryRequest(principal, program, env, timeRange, lsnFrom, bound, tally, now, limits);
  }

  public QueryRequest withNow(Instant moment) {
    return new QueryRequest(
        principal, program, env, timeRange, lsnFrom, lsnBound, tally, moment, limits);
  }

  public QueryRequest withLimits(QueryLimits other) {
    return new QueryRequest(
        principal, program, env, timeRange, lsnFrom, lsnBound, tally, now, other);
  }

  public QueryRequest withLsnFrom(long first) {
    return new QueryRequest(
        principal, program, env, timeRange, first, lsnBound, tally, now, limits);
  }

  public QueryRequest withTally(EventTally counts) {
    return new QueryRequest(
        principal, program, env, timeRange, lsnFrom, lsnBound, counts, now, limits);
  }
}
