package dev.spoor.server.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The header `Retry-After`: seconds, or a date.
final class RetryAfter {
  /// No target keeps its messages waiting for longer than that.
  static final Duration LONGEST = Duration.ofHours(24);

  private RetryAfter() {}

  static @Nullable Duration of(Map<String, List<String>> headers, Instant now) {
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase("Retry-After") && !header.getValue().isEmpty()) {
        Duration wanted = parse(header.getValue().getFirst().strip(), now);
        return wanted == null || wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
      }
    }
    return null;
  }

  private static @Nullable Duration parse(String value, Instant now) {
    // Discord answers with a fraction
    if (value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      return Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1000));
    }
    try {
      Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? Duration.between(now, then) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
