package dev.spoor.vql.plan;

import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;

/// The members of a timestamp, in UTC.
final class TimeMembers {
  private TimeMembers() {}

  static @Nullable Object get(Instant time, String name) {
    ZonedDateTime at = time.atZone(ZoneOffset.UTC);
    return switch (name) {
      case "Unix" -> time.getEpochSecond();
      case "UnixNano" -> time.getEpochSecond() * 1_000_000_000 + time.getNano();
      case "UnixMicro" -> time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
      case "UnixMilli" -> time.getEpochSecond() * 1_000 + time.getNano() / 1_000_000;
      case "Year" -> (long) at.getYear();
      case "Month" -> (long) at.getMonthValue();
      case "Day" -> (long) at.getDayOfMonth();
      case "Hour" -> (long) at.getHour();
      case "Minute" -> (long) at.getMinute();
      case "Second" -> (long) at.getSecond();
      case "Nanosecond" -> (long) at.getNano();
      case "Weekday" -> (long) at.getDayOfWeek().getValue() % 7;
      case "YearDay" -> (long) at.getDayOfYear();
      case "ISOWeek" -> (long) at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case "Zone" -> VqlString.of("UTC");
      case "IsDST" -> false;
      case "IsZero" -> time.equals(Instant.EPOCH);
      case "UTC" -> time;
      case "String" -> VqlString.of(TimeText.rfc3339(time));
      default -> null;
    };
  }
}
