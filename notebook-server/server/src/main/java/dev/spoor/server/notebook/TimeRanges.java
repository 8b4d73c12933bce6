package dev.spoor.server.notebook;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of a time range: `{"kind":"relative","last":"24h"}`,
/// `{"kind":"absolute","from":…,"to":…}` or `{"kind":"all"}`.
public final class TimeRanges {
  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,6})([smhd])");

  private TimeRanges() {}

  public static ObjectNode toJson(TimeRange range) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (range) {
      case TimeRange.All _ -> json.put("kind", "all");
      case TimeRange.Last last -> json.put("kind", "relative").put("last", text(last.length()));
      case TimeRange.Between between ->
          json.put("kind", "absolute")
              .put("from", between.from().toString())
              .put("to", between.to().toString());
    }
    return json;
  }

  public static TimeRange fromJson(JsonNode json) {
    String kind = json.path("kind").asString("");
    try {
      return switch (kind) {
        case "all" -> new TimeRange.All();
        case "relative" -> new TimeRange.Last(length(json.path("last").asString("")));
        case "absolute" ->
            new TimeRange.Between(
                Instant.parse(json.path("from").asString("")),
                Instant.parse(json.path("to").asString("")));
        default ->
            throw invalid("time range kind \"" + kind + "\" is not all, relative or absolute");
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Duration length(String text) {
    Matcher matcher = LENGTH.matcher(text);
    if (!matcher.matches()) {
      throw invalid("time range \"" + text + "\" is not a number and s, m, h or d, like 24h");
    }
    long n = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }

  private static String text(Duration length) {
    long seconds = length.toSeconds();
    // one day is said in hours, as people say it
    if (seconds % 86_400 == 0 && seconds > 86_400) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static SpoorException invalid(String message) {
    return new SpoorException(ErrorCode.INVALID_REQUEST, message);
  }
}
