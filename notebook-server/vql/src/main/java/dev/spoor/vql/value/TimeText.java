package dev.spoor.vql.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Times as RFC 3339 text and back.
public final class TimeText {
  private TimeText() {}

  /// UTC with as many digits of the second as are needed: `2024-08-12T02:15:25.176Z`.
  public static String rfc3339(Instant time) {
    return rfc3339(time, ZoneOffset.UTC);
  }

  public static String rfc3339(Instant time, ZoneId zone) {
    OffsetDateTime at = time.atZone(zone).toOffsetDateTime();
    StringBuilder out = new StringBuilder(30);
    int year = at.getYear();
    if (year < 0 || year > 9999) {
      return at.toString();
    }
    pad(out, year, 4).append('-');
    pad(out, at.getMonthValue(), 2).append('-');
    pad(out, at.getDayOfMonth(), 2).append('T');
    pad(out, at.getHour(), 2).append(':');
    pad(out, at.getMinute(), 2).append(':');
    pad(out, at.getSecond(), 2);
    int nano = at.getNano();
    if (nano != 0) {
      int digits = 9;
      while (nano % 10 == 0) {
        nano /= 10;
        digits--;
      }
      pad(out.append('.'), nano, digits);
    }
    int offset = at.getOffset().getTotalSeconds();
    if (offset == 0) {
      return out.append('Z').toString();
    }
    out.append(offset < 0 ? '-' : '+');
    pad(out, Math.abs(offset) / 3600, 2).append(':');
    return pad(out, Math.abs(offset) / 60 % 60, 2).toString();
  }

  private static StringBuilder pad(StringBuilder out, int number, int digits) {
    String text = Integer.toString(number);
    for (int i = text.length(); i < digits; i++) {
      out.append('0');
    }
    return out.append(text);
  }

  /// The time that an RFC 3339 text names, or null if it is not one.
  public static @Nullable Instant parse(String text) {
    if (!looksLikeRfc3339(text)) {
      return null;
    }
    int nano = 0;
    int i = 19;
    if (text.charAt(i) == '.') {
      int scale = 100_000_000;
      for (i++; i < text.length() && Character.digit(text.charAt(i), 10) >= 0; i++) {
        nano += (text.charAt(i) - '0') * scale;
        scale /= 10;
      }
    }
    try {
      ZoneOffset offset = i < text.length() ? offset(text.substring(i)) : null;
      if (offset == null) {
        return null;
      }
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              nano)
          .toInstant(offset);
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  private static boolean looksLikeRfc3339(String text) {
    if (text.length() < 20 || text.length() > 40) {
      return false;
    }
    String form = "dddd-dd-ddTdd:dd:dd";
    for (int i = 0; i < form.length(); i++) {
      char c = text.charAt(i);
      char f = form.charAt(i);
      boolean fits =
          f == 'd' ? c >= '0' && c <= '9' : c == f || (f == 'T' && (c == 't' || c == ' '));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable ZoneOffset offset(String text) {
    if (text.equals("Z") || text.equals("z")) {
      return ZoneOffset.UTC;
    }
    boolean form =
        text.length() == 6
            && (text.charAt(0) == '+' || text.charAt(0) == '-')
            && text.charAt(3) == ':';
    return form ? ZoneOffset.of(text) : null;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
