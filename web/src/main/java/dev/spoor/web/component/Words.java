package dev.spoor.web.component;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times in the words of the pages: thousands separators, units with a space, relative
/// times under a day only.
public final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  public static String count(long value, String one, String many) {
    return number(value) + " " + (value == 1 ? one : many);
  }

  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double size = bytes;
    String unit = "";
    for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
      if (size < 1024) {
        break;
      }
      size /= 1024;
      unit = next;
    }
    return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%,.0f %s", size, unit);
  }

  public static String seconds(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return millis < 120_000 ? number(millis / 1000) + " s" : number(millis / 60_000) + " min";
  }

  /// How long ago, under a day; the day otherwise.
  public static String ago(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 5) {
      return "now";
    }
    if (seconds < 60) {
      return seconds + " s ago";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min ago";
    }
    return seconds < 86_400 ? seconds / 3600 + " h ago" : DAY.format(then);
  }

  /// The time of day, for what is near.
  public static String time(Instant time) {
    return TIME.format(time);
  }

  public static String exact(Instant time) {
    return EXACT.format(time);
  }
}
