package dev.spoor.vql.library;

import static dev.spoor.vql.catalog.ArgumentType.ANY;
import static dev.spoor.vql.catalog.ArgumentType.INT;
import static dev.spoor.vql.catalog.ArgumentType.STRING;
import static dev.spoor.vql.catalog.ArgumentType.TIME;

import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions over times. They know only the clock of the session.
final class TimeFunctions {
  private TimeFunctions() {}

  static List<VqlFunction> all() {
    return List.of(
        VqlFunction.of(
            Signature.named("timestamp", "A time from epoch seconds, Windows file time or text.")
                .optional("epoch", ANY, "seconds since 1970; a time stays as it is")
                .optional("winfiletime", INT, "100 ns since 1601")
                .optional("string", STRING, "a time as text")
                .needs(Permissions.none())
                .pure()
                .build(),
            TimeFunctions::timestamp),
        VqlFunction.of(
            Signature.named("now", "The time of the session in seconds since 1970.")
                .needs(Permissions.none())
                .build(),
            call -> call.run().clock().instant().getEpochSecond()),
        VqlFunction.of(
            Signature.named("time_bin", "The start of the interval that a time lies in.")
                .required("time", TIME, "the time")
                .required("width", STRING, "the interval: `30s`, `5m`, `1h`, `1d`, or seconds")
                .needs(Permissions.none())
                .build(),
            TimeFunctions::timeBin),
        VqlFunction.of(
            Signature.named("sleep", "Waits on the clock of the session.")
                .optional("time", INT, "seconds")
                .optional("ms", INT, "milliseconds")
                .needs(Permissions.none())
                .build(),
            call -> {
              call.run()
                  .sleep(
                      Duration.ofSeconds(Math.max(0, call.integer("time", 0)))
                          .plusMillis(Math.max(0, call.integer("ms", 0))));
              return true;
            }));
  }

  private static @Nullable Object timestamp(FunctionCall call) {
    if (call.has("winfiletime")) {
      long ticks = call.integer("winfiletime", 0);
      long seconds = Math.floorDiv(ticks, 10_000_000L) - 11_644_473_600L;
      return Instant.ofEpochSecond(seconds, Math.floorMod(ticks, 10_000_000L) * 100);
    }
    if (call.has("string")) {
      return LooseTimes.parse(call.text("string"), zone(call.scope(), "PARSE_TZ"));
    }
    Object epoch = call.value("epoch");
    if (epoch instanceof VqlString text) {
      return LooseTimes.parse(text.toString(), zone(call.scope(), "PARSE_TZ"));
    }
    return epoch instanceof Long number ? ofEpoch(number) : call.time("epoch");
  }

  /// Seconds, or milliseconds, microseconds, nanoseconds if the number is far too large for them.
  private static Instant ofEpoch(long number) {
    long size = Math.abs(number);
    if (size < 20_000_000_000L) {
      return Instant.ofEpochSecond(number);
    }
    long perSecond =
        size < 20_000_000_000_000L
            ? 1_000
            : size < 20_000_000_000_000_000L ? 1_000_000 : 1_000_000_000;
    return Instant.ofEpochSecond(
        Math.floorDiv(number, perSecond),
        Math.floorMod(number, perSecond) * (1_000_000_000 / perSecond));
  }

  private static @Nullable Object timeBin(FunctionCall call) {
    Instant time = call.time("time");
    if (time == null) {
      return null;
    }
    Duration width = width(call);
    ZoneId zone = zone(call.scope(), "TZ");
    long seconds = width.toSeconds();
    if (seconds % 86_400 == 0) {
      ZonedDateTime day = time.atZone(zone).toLocalDate().atStartOfDay(zone);
      long days = Math.floorMod(day.toLocalDate().toEpochDay(), seconds / 86_400);
      return day.toLocalDate().minusDays(days).atStartOfDay(zone).toInstant();
    }
    long offset = zone.getRules().getOffset(time).getTotalSeconds();
    long nanos = width.toNanos();
    if (nanos % 1_000_000_000L != 0) {
      long part = Math.floorMod(time.getNano(), nanos);
      return time.minusNanos(part);
    }
    long local = time.getEpochSecond() + offset;
    return Instant.ofEpochSecond(Math.floorDiv(local, seconds) * seconds - offset);
  }

  private static Duration width(FunctionCall call) {
    Object given = call.value("width");
    Duration width = null;
    if (given instanceof Long || given instanceof Double) {
      double seconds = Values.asDouble(given);
      width = seconds > 0 && seconds < 1e11 ? Duration.ofNanos((long) (seconds * 1e9)) : null;
      if (given instanceof Long whole && whole > 0 && whole < 1_000_000_000_000L) {
        width = Duration.ofSeconds(whole);
      }
    } else {
      width = parseWidth(Values.toText(given));
    }
    if (width == null || !width.isPositive()) {
      throw call.refuse("width is a number of seconds or like 30s, 5m, 1h, 1d");
    }
    return width;
  }

  static @Nullable Duration parseWidth(String text) {
    int digits = 0;
    while (digits < text.length() && digits < 9 && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    if (digits == 0) {
      return null;
    }
    long number = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "ms" -> Duration.ofMillis(number);
      case "s", "" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      case "w" -> Duration.ofDays(7 * number);
      default -> null;
    };
  }

  /// The zone that a variable names, else the one of `TZ`, else UTC.
  static ZoneId zone(Scope scope, String variable) {
    for (String name : List.of(variable, "TZ")) {
      if (scope.find(name) instanceof VqlString zone) {
        try {
          return ZoneId.of(zone.toString());
        } catch (DateTimeException unknownZone) {
          return ZoneOffset.UTC;
        }
      }
    }
    return ZoneOffset.UTC;
  }

  /// Times as people and logs write them.
  static final class LooseTimes {
    private LooseTimes() {}

    static @Nullable Instant parse(String text, ZoneId zone) {
      String trimmed = text.strip();
      Instant exact = TimeText.parse(trimmed);
      if (exact != null) {
        return exact;
      }
      String local = trimmed.replace('/', '-').replace(' ', 'T');
      if (local.matches("\\d{4}-\\d{2}-\\d{2}")) {
        local += "T00:00:00";
      } else if (local.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}")) {
        local += ":00";
      }
      Instant asUtc = TimeText.parse(local + "Z");
      if (asUtc != null) {
        return asUtc.atOffset(ZoneOffset.UTC).toLocalDateTime().atZone(zone).toInstant();
      }
      if (trimmed.matches("\\d{9,10}(\\.\\d+)?")) {
        double seconds = Double.parseDouble(trimmed);
        return Instant.ofEpochSecond(
            (long) seconds, (long) ((seconds - Math.floor(seconds)) * 1e9));
      }
      return null;
    }
  }
}
