package dev.spoor.server.query.explore;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventPaths;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QueryLimits;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QueryRun;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Questions to the stored events: how many, which, how often before. Everything runs as a query of
/// whoever asks, in the queue of queries. Thread-safe.
public final class EventExplorer {
  /// How long one question may take before it answers with what it has.
  public static final Duration LONGEST = Duration.ofMinutes(2);

  private static final QueryLimits WHOLE = new QueryLimits(Duration.ofHours(2), Long.MAX_VALUE - 1);
  private static final Duration SEEN_WITHIN = Duration.ofMillis(1_500);
  private static final String WHAT = "search events";

  private final QuerySessions queries;
  private final EventStore store;
  private final Clients clients;
  private final Database database;
  private final Audit audit;
  private final InstantSource clock;

  public EventExplorer(
      QuerySessions queries,
      EventStore store,
      Clients clients,
      Database database,
      Audit audit,
      InstantSource clock) {
    this.queries = queries;
    this.store = store;
    this.clients = clients;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// The number below which every row is searchable now: the bound of a snapshot.
  public long visible() {
    return store.visibleUpTo();
  }

  public Instant now() {
    return clock.instant();
  }

  /// A range with two ends: all time, which is null, is from the first event to now.
  public TimeRange bounded(Principal principal, @Nullable TimeRange range) {
    Authority.require(principal, Permission.READ_RESULTS, WHAT);
    if (range != null) {
      return range;
    }
    long now = TimeRange.nanos(clock.instant().plusSeconds(1));
    TimeRange span = store.span(EventSearch.all()).orElse(new TimeRange(now - 1, now));
    return new TimeRange(span.from(), Math.max(span.to() + 1, now));
  }

  /// Counts the events of a question into `tally`, which may be read while the run goes on.
  public QueryRun count(
      Principal principal, EventQuestion question, EventTally tally, Duration most) {
    Authority.require(principal, Permission.READ_RESULTS, WHAT);
    QueryRequest request =
        request(principal, question, question.program("counted=TRUE", -1))
            .withTally(tally)
            .withLimits(new QueryLimits(most, Long.MAX_VALUE - 1));
    return queries.submit(
        request,
        new QueryListener() {
          @Override
          public void row(int statement, Row row) {
            add(tally, row);
          }

          @Override
          public void finished(QueryOutcome outcome) {
            if (!outcome.isComplete()) {
              tally.stopped();
            }
          }
        });
  }

  private static void add(EventTally tally, Row row) {
    if (row.get(Envelope.EVENT_TIME) instanceof Instant time) {
      tally.add(TimeRange.nanos(time), subject(row));
      for (int i = 0; i < tally.paths().size(); i++) {
        tally.value(i, at(row, tally.paths().get(i)), 1);
      }
    }
  }

  private static @Nullable ClientId subject(Row row) {
    return row.get(Envelope.CLIENT_ID) instanceof VqlString id && ClientId.isValid(id.toString())
        ? new ClientId(id.toString())
        : null;
  }

  /// The value at a path of an event.
  public static @Nullable Object at(Row row, List<String> path) {
    return EventPaths.follow(row.get(path.getFirst()), path, 1);
  }

  /// The events of a question in order of time, newest first or oldest first, to `taker` on the
  /// thread of the run.
  public QueryRun rows(
      Principal principal,
      EventQuestion question,
      boolean oldestFirst,
      long limit,
      Duration most,
      QueryListener taker) {
    Authority.require(principal, Permission.READ_RESULTS, WHAT);
    String program = question.program(oldestFirst ? "oldest=TRUE" : "newest=TRUE", limit);
    return queries.submit(
        request(principal, question, program).withLimits(new QueryLimits(most, Long.MAX_VALUE - 1)),
        taker);
  }

  /// Every event of a question, as it lies in the store or in order of time; written down in the
  /// audit first.
  public QueryRun export(
      Principal principal, EventQuestion question, String format, QueryListener taker) {
    Authority.require(principal, Permission.READ_RESULTS, "export events");
    String program = question.program("oldest=TRUE", -1);
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("format", format);
    asked.put("condition", question.condition());
    asked.put("and", question.and());
    asked.put("artifacts", question.artifacts());
    asked.put("clients", question.clients());
    asked.put("from", TimeRange.instant(question.range().from()).toString());
    asked.put("to", TimeRange.instant(question.range().to()).toString());
    database.write(
        tx -> {
          audit.record(tx, principal, "events.export", "events", null, asked);
          return null;
        });
    return queries.submit(request(principal, question, program).withLimits(WHOLE), taker);
  }

  private static QueryRequest request(Principal principal, EventQuestion question, String program) {
    return QueryRequest.of(principal, program)
        .withTimeRange(question.range())
        .withLsnFrom(question.lsnFrom())
        .withLsnBound(question.lsnBound());
  }

  /// How rare a value is: on how many clients it was seen at a path in the time before now.
  public SeenBefore seenBefore(
      Principal principal, List<String> path, Object value, Duration before) {
    Authority.require(principal, Permission.READ_RESULTS, WHAT);
    Instant now = clock.instant();
    TimeRange range = TimeRange.between(now.minus(before), now.plus(Duration.ofMinutes(5)));
    EventSearch search =
        EventSearch.all().withEventTime(range).withPredicate(new EventPredicate.Equal(path, value));
    EventTally tally = new EventTally(range, 30, List.of(), true);
    long deadline = System.nanoTime() + SEEN_WITHIN.toNanos();
    store.tally(search, tally, () -> System.nanoTime() < deadline);
    return new SeenBefore(tally.counts(0), clients.ids().size(), before);
  }
}
