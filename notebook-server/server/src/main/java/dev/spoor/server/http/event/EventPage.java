package dev.spoor.server.http.event;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.http.notebook.RowMarks;
import dev.spoor.server.notebook.run.MatchMarks;
import dev.spoor.server.query.QueryListener;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.explore.EventColumns;
import dev.spoor.server.query.explore.EventExplorer;
import dev.spoor.server.query.explore.EventQuestion;
import dev.spoor.vql.Vql;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One page of the rows of a question, taken as they come. An anchor, given with each page, lets
/// the next one begin at its place instead of at the first row: a time, and how many rows of
/// exactly that time were given.
final class EventPage implements QueryListener {
  private final EventQuestion question;
  private final boolean oldestFirst;
  private final int offset;
  private final int limit;
  private final @Nullable Anchor anchor;
  private final List<List<String>> columns;
  private final EventColumns found = new EventColumns();
  private final List<Row> rows = new ArrayList<>();
  private long seen;
  private long lastTime = Long.MIN_VALUE;
  private long atLastTime;

  /// @param skip rows of that time that came before
  private record Anchor(int offset, long time, long skip) {}

  private EventPage(
      EventQuestion question,
      boolean oldestFirst,
      int offset,
      int limit,
      @Nullable Anchor anchor,
      List<List<String>> columns) {
    this.question = question;
    this.oldestFirst = oldestFirst;
    this.offset = offset;
    this.limit = limit;
    this.anchor = anchor;
    this.columns = columns;
  }

  static EventPage of(JsonNode body, EventQuestion question, int limit) {
    int offset = body.path("offset").asInt(0);
    if (offset < 0 || offset + limit > EventRoutes.DEEPEST) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED,
          "only the first "
              + EventRoutes.DEEPEST
              + " rows can be paged through: narrow the search");
    }
    JsonNode at = body.path("anchor");
    Anchor anchor =
        at.isObject() && at.path("offset").asInt(0) <= offset
            ? new Anchor(at.path("offset").asInt(0), nanos(at), at.path("skip").asLong(0))
            : null;
    return new EventPage(
        question,
        body.path("oldestFirst").asBoolean(false),
        offset,
        limit,
        anchor,
        EventRequests.paths(body, "columns"));
  }

  private static long nanos(JsonNode anchor) {
    try {
      return Long.parseLong(anchor.path("time").asString(""));
    } catch (NumberFormatException e) {
      throw EventRequests.bad("\"anchor\" is none of ours");
    }
  }

  EventQuestion question() {
    return question;
  }

  boolean oldestFirst() {
    return oldestFirst;
  }

  /// The question from the anchor on.
  EventQuestion ranged() {
    Anchor from = anchor;
    if (from == null) {
      return question;
    }
    TimeRange range = question.range();
    return question.withRange(
        oldestFirst
            ? new TimeRange(Math.max(range.from(), from.time), range.to())
            : new TimeRange(range.from(), Math.min(range.to(), from.time + 1)));
  }

  private long skip() {
    Anchor from = anchor;
    return from == null ? offset : offset - from.offset + from.skip;
  }

  /// Rows that have to be asked for.
  long needed() {
    return skip() + limit;
  }

  @Override
  public void row(int statement, Row row) {
    if (row.get(Envelope.EVENT_TIME) instanceof Instant time) {
      long nanos = TimeRange.nanos(time);
      atLastTime = nanos == lastTime ? atLastTime + 1 : 1;
      lastTime = nanos;
    }
    if (seen++ >= skip()) {
      found.add(row);
      rows.add(row);
    }
  }

  @Override
  public void finished(QueryOutcome outcome) {}

  Row only() {
    if (rows.isEmpty()) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "the row is not there any more");
    }
    return rows.getFirst();
  }

  ObjectNode json() {
    List<List<String>> shown = columns.isEmpty() ? found.columns() : columns;
    ObjectNode json = EventJson.object();
    ArrayNode list = json.putArray("columns");
    for (List<String> path : shown) {
      ObjectNode column = list.addObject().put("name", EventColumns.name(path));
      EventJson.path(column.putArray("path"), path);
    }
    json.put("shown", found.shown());
    ArrayNode counted = json.putArray("counted");
    found.counted().forEach(path -> EventJson.path(counted.addArray(), path));
    json.put("offset", offset).put("more", rows.size() == limit);
    List<String> names = shown.stream().map(EventColumns::name).toList();
    RowMarks marker = new RowMarks(names, MatchMarks.of(program().statements()), "");
    ArrayNode values = json.putArray("rows");
    ArrayNode marks = JsonNodeFactory.instance.arrayNode();
    boolean isMarked = false;
    for (Row row : rows) {
      Dict flat = new Dict(shown.size());
      for (int i = 0; i < names.size(); i++) {
        flat.set(names.get(i), EventExplorer.at(row, shown.get(i)));
      }
      byte[] bytes = Json.writeBytes(flat, Json.WriteOptions.TYPED);
      isMarked |= marker.addRow(bytes, values.addArray(), marks.addArray());
    }
    if (isMarked) {
      json.set("marks", marks);
    }
    if (!rows.isEmpty()) {
      json.putObject("anchor")
          .put("offset", offset + rows.size())
          .put("time", String.valueOf(lastTime))
          .put("skip", atLastTime);
    }
    return json;
  }

  private ParseResult program() {
    String where = question.condition().isBlank() ? "TRUE" : question.condition();
    return Vql.parse("SELECT * FROM events() WHERE (\n" + where + "\n)");
  }
}
