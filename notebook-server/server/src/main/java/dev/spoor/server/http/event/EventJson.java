package dev.spoor.server.http.event;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.event.EventCounts;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.query.QueryOutcome;
import dev.spoor.server.query.QueryOutcome.End;
import dev.spoor.server.query.explore.SeenBefore;
import dev.spoor.vql.value.Json;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Answers about events as JSON. Times in nanoseconds are texts: they are no JSON numbers.
final class EventJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private EventJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode counts(EventCounts counts) {
    ObjectNode json =
        object()
            .put("rows", counts.rows())
            .put("exact", counts.complete())
            .put("from", TimeRange.instant(counts.from()).toString())
            .put("widthMs", counts.width() / 1e6)
            .put("binsExact", counts.binsExact());
    ArrayNode bins = json.putArray("bins");
    for (long bin : counts.bins()) {
      bins.add(bin);
    }
    if (counts.clients() >= 0) {
      json.put("clients", counts.clients());
    }
    TimeRange span = counts.span();
    if (span != null) {
      json.put("first", TimeRange.instant(span.from()).toString());
      json.put("last", TimeRange.instant(span.to()).toString());
    }
    ArrayNode facets = json.putArray("facets");
    for (EventCounts.Facet facet : counts.facets()) {
      ObjectNode one =
          facets
              .addObject()
              .put("distinct", facet.distinct())
              .put("exact", facet.exact())
              .put("without", facet.without());
      path(one.putArray("path"), facet.path());
      ArrayNode top = one.putArray("top");
      for (EventCounts.Value value : facet.top()) {
        top.addObject()
            .put("rows", value.rows())
            .set("value", JSON.readTree(Json.writeBytes(value.value(), Json.WriteOptions.TYPED)));
      }
    }
    return json;
  }

  static void path(ArrayNode to, List<String> path) {
    path.forEach(to::add);
  }

  static ObjectNode seen(SeenBefore seen) {
    return counts(seen.counts())
        .put("allClients", seen.allClients())
        .put("days", seen.within().toDays());
  }

  static ObjectNode end(QueryOutcome outcome) {
    ObjectNode line = object();
    ObjectNode end = line.putObject("$end");
    end.put("rows", outcome.rows())
        .put("complete", outcome.isComplete())
        .put("scanned", outcome.scanned())
        .put("elapsedMs", outcome.elapsed().toMillis());
    switch (outcome.end()) {
      case End.Complete _ -> {}
      case End.Cancelled _ -> error(end, "CANCELLED", "cancelled", List.of());
      case End.LimitReached limit -> error(end, "LIMIT_REACHED", limit.message(), List.of());
      case End.Failed failed ->
          error(end, failed.code().name(), failed.message(), failed.problems());
    }
    return line;
  }

  private static void error(ObjectNode end, String code, String detail, List<Problem> problems) {
    ObjectNode error = end.putObject("error").put("code", code).put("detail", detail);
    ArrayNode issues = error.putArray("issues");
    for (Problem problem : problems) {
      issues
          .addObject()
          .put("line", problem.line())
          .put("column", problem.column())
          .put("length", problem.length())
          .put("severity", problem.severity())
          .put("message", problem.message());
    }
  }

  /// Throws what made a run fail.
  static void check(QueryOutcome outcome) {
    if (outcome.end() instanceof End.Failed failed) {
      throw new SpoorException(failed.code(), failed.message(), failed.problems());
    }
  }
}
