package dev.spoor.server.http.event;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.query.explore.EventQuestion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads questions about events from requests.
final class EventRequests {
  private static final Pattern LAST = Pattern.compile("([1-9][0-9]{0,5})([smhdw])");
  private static final int MOST = 10_000;

  private EventRequests() {}

  static EventQuestion question(JsonNode body, TimeRange range, long visible) {
    return new EventQuestion(
        body.path("condition").asString(""),
        texts(body, "and"),
        range,
        new LinkedHashSet<>(texts(body, "artifacts")),
        new LinkedHashSet<>(texts(body, "clients")),
        body.path("lsnFrom").asLong(0),
        body.path("snapshot").asLong(visible));
  }

  static List<String> texts(JsonNode body, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(body, name)) {
      if (!item.isString()) {
        throw bad("\"" + name + "\" must be a list of texts");
      }
      texts.add(item.stringValue());
    }
    return texts;
  }

  static List<List<String>> paths(JsonNode body, String name) {
    List<List<String>> paths = new ArrayList<>();
    for (JsonNode item : list(body, name)) {
      paths.add(path(item, name));
    }
    return paths;
  }

  static List<String> path(JsonNode item, String name) {
    List<String> path = new ArrayList<>();
    item.forEach(part -> path.add(part.asString("")));
    if (!item.isArray() || path.isEmpty() || path.size() > 20) {
      throw bad("\"" + name + "\" must hold paths: lists of names");
    }
    return path;
  }

  private static Iterable<JsonNode> list(JsonNode body, String name) {
    JsonNode list = body.get(name);
    if (list == null || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MOST) {
      throw bad("\"" + name + "\" must be a list of at most " + MOST);
    }
    return list;
  }

  /// `{kind: "relative", last: "24h"}`, `{kind: "absolute", from, to}` or `{kind: "all"}`, as in
  /// notebooks; null for all.
  static @Nullable TimeRange range(JsonNode range, Instant now) {
    return switch (range.path("kind").asString("all")) {
      case "relative" ->
          TimeRange.between(now.minus(last(range.path("last").asString(""))), now.plusSeconds(1));
      case "absolute" -> between(range.path("from").asString(""), range.path("to").asString(""));
      default -> null;
    };
  }

  static TimeRange between(String from, String to) {
    TimeRange range = TimeRange.between(time(from), time(to));
    if (range.from() >= range.to()) {
      throw bad("the range from " + from + " to " + to + " is empty");
    }
    return range;
  }

  static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw bad("\"" + text + "\" is not a time as 2026-11-24T09:30:00Z");
    }
  }

  private static Duration last(String text) {
    Matcher matcher = LAST.matcher(text);
    if (!matcher.matches()) {
      throw bad("\"" + text + "\" is not a length of time as 24h");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "w" -> Duration.ofDays(7 * count);
      default -> Duration.ofDays(count);
    };
  }

  static SpoorException bad(String message) {
    return new SpoorException(ErrorCode.INVALID_REQUEST, message);
  }
}
