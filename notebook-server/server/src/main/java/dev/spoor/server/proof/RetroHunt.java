package dev.spoor.server.proof;

import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QueryLimits;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QueryRun;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.value.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One question to the stored past: its queries run one after another in the pool of all queries.
/// Thread-safe.
final class RetroHunt {
  private static final QueryLimits LIMITS = new QueryLimits(Duration.ofHours(4), Long.MAX_VALUE);

  private final String id;
  private final StoredQuestion question;
  private final @Nullable StoredMatches matches;
  private final long total;
  private final Instant started;
  private final long startedNanos = System.nanoTime();
  private final HitTally tally = new HitTally();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private RetroHuntReport.State state = RetroHuntReport.State.RUNNING;
  private @Nullable String error;
  private @Nullable QueryRun run;
  private long scannedBefore;
  private long endedNanos;
  private boolean cancelled;

  RetroHunt(
      String id,
      StoredQuestion question,
      @Nullable StoredMatches matches,
      long total,
      Instant started) {
    this.id = id;
    this.question = question;
    this.matches = matches;
    this.total = total;
    this.started = started;
  }

  void start(QuerySessions queries, Principal principal, TimeRange range, long bound) {
    next(queries, principal, range, bound, 0);
  }

  private void next(
      QuerySessions queries, Principal principal, TimeRange range, long bound, int part) {
    if (part >= question.parts().size()) {
      if (matches != null) {
        matches.finish(tally::add);
      }
      end(RetroHuntReport.State.DONE, null);
      return;
    }
    StoredQuestion.Part asked = question.parts().get(part);
    Map<String, @Nullable Object> env = new LinkedHashMap<>(question.env());
    QueryRequest request =
        QueryRequest.of(principal, asked.vql())
            .withEnv(env)
            .withTimeRange(range)
            .withLsnBound(bound)
            .withLimits(LIMITS);
    QueryRun begun =
        queries.submit(
            request,
            new QueryListener() {
              @Override
              public void row(int statement, Row row) {
                if (matches == null) {
                  tally.add(row);
                } else {
                  matches.event(asked.artifact(), row, tally::add);
                }
              }

              @Override
              public void finished(QueryOutcome outcome) {
                switch (outcome.end()) {
                  case QueryOutcome.End.Complete complete -> {
                    synchronized (RetroHunt.this) {
                      scannedBefore += outcome.scanned();
                      run = null;
                    }
                    next(queries, principal, range, bound, part + 1);
                  }
                  case QueryOutcome.End.Cancelled cancelled ->
                      end(RetroHuntReport.State.CANCELLED, null);
                  case QueryOutcome.End.LimitReached limit ->
                      end(RetroHuntReport.State.FAILED, limit.message());
                  case QueryOutcome.End.Failed failed ->
                      end(RetroHuntReport.State.FAILED, failed.message());
                }
              }
            });
    boolean stop;
    synchronized (this) {
      if (state == RetroHuntReport.State.RUNNING && !begun.outcome().isDone()) {
        run = begun;
      }
      stop = cancelled;
    }
    if (stop) {
      begun.cancel();
    }
  }

  private void end(RetroHuntReport.State how, @Nullable String why) {
    synchronized (this) {
      QueryRun last = run;
      if (last != null) {
        scannedBefore += last.scanned();
        run = null;
      }
      state = how;
      error = why;
      endedNanos = System.nanoTime();
    }
    ended.complete(null);
  }

  void cancel() {
    QueryRun running;
    synchronized (this) {
      cancelled = true;
      running = run;
    }
    if (running != null) {
      running.cancel();
    }
  }

  CompletableFuture<Void> ended() {
    return ended.copy();
  }

  RetroHuntReport report() {
    List<String> left = new ArrayList<>(question.notEvaluated());
    RetroHuntReport.State now;
    String why;
    long scanned;
    long nanos;
    synchronized (this) {
      now = state;
      why = error;
      QueryRun running = run;
      scanned = scannedBefore + (running == null ? 0 : running.scanned());
      nanos = (now == RetroHuntReport.State.RUNNING ? System.nanoTime() : endedNanos);
    }
    if (matches != null && now != RetroHuntReport.State.RUNNING) {
      left.addAll(matches.notEvaluated());
    }
    return new RetroHuntReport(
        id,
        question.subject(),
        now,
        started,
        Duration.ofNanos(nanos - startedNanos),
        scanned,
        total,
        tally.hits(),
        tally.hosts(),
        tally.days(),
        tally.byHost(),
        tally.byParent(),
        tally.byUser(),
        tally.examples(),
        left,
        why);
  }
}
