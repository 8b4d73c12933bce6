package dev.spoor.evtx;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Values as the event's XML shows them.
final class ValueText {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final int[] GUID_ORDER = {
    3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15
  };
  private static final long DAY = 86_400L * 10_000_000;

  private ValueText() {}

  static String hex(byte[] data, int from, int length) {
    char[] digits = new char[length * 2];
    for (int i = 0; i < length; i++) {
      digits[2 * i] = HEX[(data[from + i] >> 4) & 15];
      digits[2 * i + 1] = HEX[data[from + i] & 15];
    }
    return new String(digits);
  }

  static String guid(byte[] data, int from) {
    char[] out = new char[36];
    int at = 0;
    for (int index : GUID_ORDER) {
      if (index < 0) {
        out[at++] = '-';
      } else {
        out[at++] = HEX[(data[from + index] >> 4) & 15];
        out[at++] = HEX[data[from + index] & 15];
      }
    }
    return new String(out);
  }

  static String sid(byte[] data, int from) {
    int count = Bytes.u8(data, from + 1);
    StringBuilder out = new StringBuilder(16 + 11 * count);
    out.append("S-").append(Bytes.u8(data, from)).append('-');
    long authority = 0;
    for (int i = 2; i < 8; i++) {
      authority = authority << 8 | Bytes.u8(data, from + i);
    }
    if (authority >>> 32 == 0) {
      out.append(authority);
    } else {
      out.append("0x").append(Long.toHexString(authority));
    }
    for (int i = 0; i < count; i++) {
      out.append('-').append(Bytes.u32(data, from + 8 + 4 * i));
    }
    return out.toString();
  }

  /// `2020-05-24T01:13:47.756141300Z`
  static String fileTime(long filetime) {
    long days = Long.divideUnsigned(filetime, DAY);
    long ticks = Long.remainderUnsigned(filetime, DAY);
    // Gregorian calendar counted from 1600-03-01, so that the leap day comes last
    long z = days + 306;
    long era = z / 146_097;
    long dayOfEra = z % 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    int day = (int) (dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    int month = (int) (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    long year = 1600 + era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    StringBuilder out = new StringBuilder(30);
    out.append(year).append('-');
    digits(out, month, 2).append('-');
    digits(out, day, 2).append('T');
    long seconds = ticks / 10_000_000;
    digits(out, (int) (seconds / 3600), 2).append(':');
    digits(out, (int) (seconds / 60 % 60), 2).append(':');
    digits(out, (int) (seconds % 60), 2).append('.');
    digits(out, (int) (ticks % 10_000_000), 7).append("00Z");
    return out.toString();
  }

  private static StringBuilder digits(StringBuilder out, int value, int count) {
    int unit = 1;
    for (int i = 1; i < count; i++) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      out.append((char) ('0' + value / unit % 10));
    }
    return out;
  }

  static String systemTimeText(byte[] data, int from) {
    StringBuilder out = new StringBuilder(24);
    digits(out, Bytes.u16(data, from), 4).append('-');
    digits(out, Bytes.u16(data, from + 2), 2).append('-');
    digits(out, Bytes.u16(data, from + 6), 2).append('T');
    digits(out, Bytes.u16(data, from + 8), 2).append(':');
    digits(out, Bytes.u16(data, from + 10), 2).append(':');
    digits(out, Bytes.u16(data, from + 12), 2).append('.');
    digits(out, Bytes.u16(data, from + 14), 3).append('Z');
    return out.toString();
  }

  static @Nullable Instant systemTime(byte[] data, int from) {
    try {
      return LocalDateTime.of(
              Bytes.u16(data, from),
              Bytes.u16(data, from + 2),
              Bytes.u16(data, from + 6),
              Bytes.u16(data, from + 8),
              Bytes.u16(data, from + 10),
              Bytes.u16(data, from + 12),
              Bytes.u16(data, from + 14) * 1_000_000)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
