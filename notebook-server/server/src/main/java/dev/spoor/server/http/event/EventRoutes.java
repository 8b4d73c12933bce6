package dev.spoor.server.http.event;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventTally;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.ApiResponse;
import dev.spoor.server.http.ApiResponse.ResponseStream;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.http.notebook.RowPage;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryRun;
import dev.spoor.server.query.explore.EventExplorer;
import dev.spoor.server.query.explore.EventQuestion;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Looking through events: counts over time and by value, pages of rows, one row, how rare a value
/// is. Answers that may take long are JSON lines; whoever closes the connection stops the work.
public final class EventRoutes implements RouteGroup {
  static final int MOST_ROWS = 500;

  /// Rows that can be paged through; more are a matter of narrowing the condition.
  static final int DEEPEST = 100_000;

  private static final Duration FIRST_LOOK = Duration.ofSeconds(10);
  private static final int PROGRESS_MS = 300;
  private static final int MOST_FACETS = 8;
  private static final int MOST_BINS = 500;
  private static final int MOST_DAYS = 366;

  private final EventExplorer events;

  public EventRoutes(EventExplorer events) {
    this.events = events;
  }

  @Override
  public void addTo(RouteTable table) {
    table
        .post("/api/v1/events/rows", Permission.QUERY, "search events", this::rows)
        .post("/api/v1/events/row", Permission.QUERY, "search events", this::row)
        .post("/api/v1/events/value", Permission.QUERY, "search events", this::value)
        .post("/api/v1/events/summary", Permission.QUERY, "search events", this::summary)
        .post("/api/v1/events/seen", Permission.QUERY, "search events", this::seen);
  }

  // --- rows --------------------------------------------------------------------------------------

  private EventPage page(JsonNode body, int limit) {
    TimeRange range = EventRequests.range(body.path("range"), events.now());
    return EventPage.of(
        body,
        EventRequests.question(body, range == null ? TimeRange.ALL : range, events.visible()),
        limit);
  }

  private ApiResponse rows(ApiRequest request) {
    JsonNode body = request.json();
    int limit = Math.clamp(body.path("limit").asLong(200), 1, MOST_ROWS);
    EventPage page = page(body, limit);
    return ApiResponse.jsonLines(
        stream -> {
          QueryOutcome outcome = run(request.principal(), page, stream);
          stream.writeLine(
              page.json()
                  .put("scanned", outcome.scanned())
                  .put("elapsedMs", outcome.elapsed().toMillis())
                  .put("snapshot", page.question().lsnBound()));
          stream.writeLine(EventJson.end(outcome));
          stream.flush();
        });
  }

  private QueryOutcome run(Principal principal, EventPage page, ResponseStream stream) {
    QueryRun run =
        events.rows(
            principal,
            page.ranged(),
            page.oldestFirst(),
            page.needed(),
            EventExplorer.LONGEST,
            page);
    stream.onClose(run::cancel);
    QueryOutcome outcome = run.outcome().join();
    EventJson.check(outcome);
    return outcome;
  }

  private ApiResponse row(ApiRequest request) {
    EventPage page = page(request.json(), 1);
    return ApiResponse.jsonLines(
        stream -> {
          QueryOutcome outcome = run(request.principal(), page, stream);
          stream.writeLine(RowPage.row(Json.writeBytes(page.only(), Json.WriteOptions.TYPED)));
          stream.writeLine(EventJson.end(outcome));
          stream.flush();
        });
  }

  /// A stretch of one value's text; `path` leads to it.
  private ApiResponse value(ApiRequest request) {
    JsonNode body = request.json();
    EventPage page = page(body, 1);
    List<String> path = EventRequests.path(body.path("path"), "path");
    int offset = body.path("textOffset").asInt(0);
    return ApiResponse.jsonLines(
        stream -> {
          QueryOutcome outcome = run(request.principal(), page, stream);
          byte[] value =
              Json.writeBytes(
                  Dict.of().with("value", EventExplorer.at(page.only(), path)),
                  Json.WriteOptions.TYPED);
          stream.writeLine(RowPage.piece(value, "value", offset));
          stream.writeLine(EventJson.end(outcome));
          stream.flush();
        });
  }

  // --- counts ------------------------------------------------------------------------------------

  private ApiResponse summary(ApiRequest request) {
    JsonNode body = request.json();
    List<List<String>> facets = EventRequests.paths(body, "facets");
    if (facets.size() > MOST_FACETS) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED, "at most " + MOST_FACETS + " facets at once");
    }
    int bins = Math.clamp(body.path("bins").asLong(96), 1, MOST_BINS);
    int top = Math.clamp(body.path("top").asLong(5), 0, 100);
    Duration most =
        Duration.ofMillis(
            Math.clamp(
                body.path("withinMs").asLong(FIRST_LOOK.toMillis()),
                100,
                EventExplorer.LONGEST.toMillis()));
    TimeRange range =
        events.bounded(request.principal(), EventRequests.range(body.path("range"), events.now()));
    EventQuestion question = EventRequests.question(body, range, events.visible());
    question.check();
    return ApiResponse.jsonLines(
        stream -> {
          boolean wantsMatches = body.path("matches").asBoolean(true);
          QueryOutcome outcome = null;
          if (!wantsMatches || body.path("background").asBoolean(true)) {
            // without a snapshot: whole blocks are counted by what is known of them
            EventQuestion all = question.withoutCondition().withLsnBound(Long.MAX_VALUE);
            EventTally tally = new EventTally(range, bins, List.of(), false);
            outcome = counted(request.principal(), all, tally, "background", 0, most, stream);
          }
          if (outcome == null || wantsMatches) {
            EventTally tally = new EventTally(range, bins, facets, true);
            outcome = counted(request.principal(), question, tally, "matches", top, most, stream);
          }
          stream.writeLine(EventJson.end(outcome));
          stream.flush();
        });
  }

  private QueryOutcome counted(
      Principal principal,
      EventQuestion question,
      EventTally tally,
      String name,
      int top,
      Duration most,
      ResponseStream stream) {
    QueryRun run = events.count(principal, question, tally, most);
    stream.onClose(run::cancel);
    while (true) {
      Optional<QueryOutcome> outcome = await(run);
      ObjectNode line = EventJson.object();
      line.set(name, EventJson.counts(tally.counts(top)));
      line.put("done", outcome.isPresent());
      stream.writeLine(line);
      stream.flush();
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  private static Optional<QueryOutcome> await(QueryRun run) {
    try {
      return Optional.of(run.outcome().get(PROGRESS_MS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException | ExecutionException e) {
      run.cancel();
      throw new SpoorException(ErrorCode.INTERNAL, "the count was interrupted");
    }
  }

  private ApiResponse seen(ApiRequest request) {
    JsonNode body = request.json();
    List<String> path = EventRequests.path(body.path("path"), "path");
    JsonNode value = body.get("value");
    if (value == null || value.isNull()) {
      throw EventRequests.bad("\"value\" must be there");
    }
    Object wanted = Json.read(value.toString());
    if (wanted == null) {
      throw EventRequests.bad("\"value\" must be there");
    }
    return ApiResponse.ok(
        EventJson.seen(
            events.seenBefore(
                request.principal(),
                path,
                wanted,
                Duration.ofDays(Math.clamp(body.path("days").asLong(30), 1, MOST_DAYS)))));
  }
}
