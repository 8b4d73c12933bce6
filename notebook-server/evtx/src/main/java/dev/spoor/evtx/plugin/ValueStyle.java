package dev.spoor.evtx.plugin;

import dev.spoor.evtx.EventValue;
import dev.spoor.evtx.ValueType;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the values of an event become values of the language.
public enum ValueStyle {
  /// As the peer has them: numbers are numbers, hexadecimal ones too; times are seconds since 1970;
  /// GUIDs have no braces. An unsigned number that is too big for an integer is a float if that is
  /// exact, else its hexadecimal digits.
  TYPED {
    @Override
    @Nullable Object value(EventValue value) {
      if (value.isNull()) {
        return null;
      }
      if (!value.isWhole()) {
        return VqlString.of(value.text());
      }
      return switch (value.type()) {
        case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, HEX32 -> value.number();
        case UINT64, HEX64, SIZE -> unsigned(value.number());
        case REAL32, REAL64 -> value.real();
        case BOOLEAN -> value.bool();
        case FILETIME, SYSTEMTIME -> seconds(value);
        case GUID -> VqlString.of(String.valueOf(value.guid()));
        default -> VqlString.of(value.text());
      };
    }
  },

  /// As the event's XML and the event viewer show them, which is what detection rules compare with:
  /// only decimal numbers and booleans are not text.
  SHOWN {
    @Override
    @Nullable Object value(EventValue value) {
      if (value.isNull()) {
        return null;
      }
      ValueType type = value.type();
      return switch (type) {
        case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOLEAN, REAL32, REAL64 ->
            TYPED.value(value);
        default -> VqlString.of(value.text());
      };
    }
  };

  abstract @Nullable Object value(EventValue value);

  static Object unsigned(long bits) {
    if (bits >= 0) {
      return bits;
    }
    // exact only when the eleven bits that a double lacks are zero
    if ((bits & 0x7ff) == 0) {
      return (bits >>> 11) * 2048.0;
    }
    return VqlString.of("0x" + Long.toHexString(bits));
  }

  static Object seconds(EventValue value) {
    Instant time = value.time();
    return time == null ? VqlString.of(value.text()) : seconds(time);
  }

  static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }
}
