package dev.spoor.server.query;

import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A text to run, for whom, and within what.
///
/// @param env variables of the top scope
/// @param timeRange what `source()` reads when the query gives no times of its own
/// @param lsnBound only events with a smaller LSN are seen; [Long#MAX_VALUE] for all there are
/// @param limits see [QueryLimits]
public record QueryRequest(
    Principal principal,
    String vql,
    Map<String, @Nullable Object> env,
    TimeRange timeRange,
    long lsnBound,
    QueryLimits limits) {
  public QueryRequest {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  public static QueryRequest of(Principal principal, String vql) {
    return new QueryRequest(
        principal, vql, Map.of(), TimeRange.ALL, Long.MAX_VALUE, QueryLimits.DEFAULT);
  }

  public QueryRequest withTimeRange(TimeRange range) {
    return new QueryRequest(principal, vql, env, range, lsnBound, limits);
  }

  public QueryRequest withEnv(Map<String, @Nullable Object> variables) {
    return new QueryRequest(principal, vql, variables, timeRange, lsnBound, limits);
  }

  public QueryRequest withLsnBound(long bound) {
    return new QueryRequest(principal, vql, env, timeRange, bound, limits);
  }

  public QueryRequest withLimits(QueryLimits other) {
    return new QueryRequest(principal, vql, env, timeRange, lsnBound, other);
  }
}
