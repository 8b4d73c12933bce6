package dev.spoor.server.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/// Times as rows write them: `2026-11-24T09:41:07.218Z`, the same with a space or an offset, or
/// without a zone (UTC), and numbers since 1970. Nanoseconds.
final class TimeBytes {
  private static final long NANOS = 1_000_000_000L;
  private static final BigDecimal MILLIS_FROM = new BigDecimal("1e11");
  private static final BigDecimal MICROS_FROM = new BigDecimal("1e14");
  private static final BigDecimal NANOS_FROM = new BigDecimal("1e17");

  private TimeBytes() {}

  static OptionalLong parse(byte[] text, int from, int to) {
    if (to - from < 19
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || (text[from + 10] != 'T' && text[from + 10] != ' ')
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return OptionalLong.empty();
    }
    int year = digits(text, from, 4);
    int month = digits(text, from + 5, 2);
    int day = digits(text, from + 8, 2);
    int hour = digits(text, from + 11, 2);
    int minute = digits(text, from + 14, 2);
    int second = digits(text, from + 17, 2);
    if (year < 1678 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31) {
      return OptionalLong.empty();
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return OptionalLong.empty();
    }
    int at = from + 19;
    long fraction = 0;
    if (at < to && text[at] == '.') {
      at++;
      long unit = NANOS / 10;
      int first = at;
      while (at < to && text[at] >= '0' && text[at] <= '9') {
        fraction += (text[at] - '0') * unit;
        unit /= 10;
        at++;
      }
      if (at == first) {
        return OptionalLong.empty();
      }
    }
    int offset = 0;
    if (at < to && (text[at] == 'Z' || text[at] == 'z')) {
      at++;
    } else if (to - at == 6 && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
      int hours = digits(text, at + 1, 2);
      int minutes = digits(text, at + 4, 2);
      if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
        return OptionalLong.empty();
      }
      offset = (hours * 3600 + minutes * 60) * (text[at] == '-' ? -1 : 1);
      at += 6;
    }
    if (at != to) {
      return OptionalLong.empty();
    }
    long seconds = daysSince1970(year, month, day) * 86_400L;
    seconds += hour * 3600L + minute * 60L + second - offset;
    return OptionalLong.of(seconds * NANOS + fraction);
  }

  /// Seconds, milliseconds, microseconds or nanoseconds, told apart by their size.
  static OptionalLong epoch(String number) {
    if (number.length() > 32) {
      return OptionalLong.empty();
    }
    try {
      BigDecimal value = new BigDecimal(number);
      BigDecimal size = value.abs();
      int shift =
          size.compareTo(MILLIS_FROM) < 0
              ? 9
              : size.compareTo(MICROS_FROM) < 0 ? 6 : size.compareTo(NANOS_FROM) < 0 ? 3 : 0;
      if (size.signum() <= 0 || size.precision() - size.scale() > 19) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(
          value.movePointRight(shift).setScale(0, RoundingMode.DOWN).longValueExact());
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static int digits(byte[] text, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /// Of the Gregorian calendar, counting years from March so that the leap day comes last.
  private static long daysSince1970(int year, int month, int day) {
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
