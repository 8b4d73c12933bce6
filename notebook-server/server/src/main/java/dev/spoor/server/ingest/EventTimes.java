package dev.spoor.server.ingest;

import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.TimeOrigin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Chooses when a row happened: the artifact's first timestamp column, else a field that is known
/// to hold it, else when the agent emitted the row. Reads canonical text in one pass.
final class EventTimes {
  private static final byte[] EVENT_DATA = bytes("EventData");
  private static final byte[] UTC_TIME = bytes("UtcTime");
  private static final byte[] SYSTEM = bytes("System");
  private static final byte[] TIME_CREATED = bytes("TimeCreated");
  private static final byte[] SYSTEM_TIME = bytes("SystemTime");

  /// Top-level fields in the order in which they are believed.
  private static final byte[][] FIELDS = {bytes("EventTime"), bytes("Timestamp"), bytes("Time")};

  private EventTimes() {}

  /// @param timeColumn the artifact's first column of type `timestamp`, or null
  static AcceptedRow row(byte[] json, byte @Nullable [] timeColumn, long emitTime) {
    int typed = -1;
    int eventData = -1;
    int system = -1;
    int[] fields = {-1, -1, -1};
    int at = 1;
    while (at < json.length && json[at] == '"') {
      int keyEnd = stringEnd(json, at);
      int value = keyEnd + 1;
      if (timeColumn != null && isKey(json, at, keyEnd, timeColumn)) {
        typed = value;
      }
      if (isKey(json, at, keyEnd, EVENT_DATA)) {
        eventData = value;
      } else if (isKey(json, at, keyEnd, SYSTEM)) {
        system = value;
      } else {
        for (int i = 0; i < FIELDS.length; i++) {
          if (isKey(json, at, keyEnd, FIELDS[i])) {
            fields[i] = value;
          }
        }
      }
      at = valueEnd(json, value) + 1;
    }
    OptionalLong time = time(json, typed);
    if (time.isPresent()) {
      return new AcceptedRow(json, emitTime, time.getAsLong(), TimeOrigin.COLUMN_TYPE);
    }
    time = time(json, member(json, eventData, UTC_TIME));
    if (time.isEmpty()) {
      time = time(json, member(json, member(json, system, TIME_CREATED), SYSTEM_TIME));
    }
    for (int i = 0; i < FIELDS.length && time.isEmpty(); i++) {
      time = time(json, fields[i]);
    }
    return time.isPresent()
        ? new AcceptedRow(json, emitTime, time.getAsLong(), TimeOrigin.KNOWN_FIELD)
        : new AcceptedRow(json, emitTime, emitTime, TimeOrigin.EMITTED);
  }

  /// Where the value of a member begins, or -1.
  private static int member(byte[] json, int object, byte[] key) {
    if (object < 0 || json[object] != '{') {
      return -1;
    }
    int at = object + 1;
    while (json[at] == '"') {
      int keyEnd = stringEnd(json, at);
      if (isKey(json, at, keyEnd, key)) {
        return keyEnd + 1;
      }
      at = valueEnd(json, keyEnd + 1) + 1;
    }
    return -1;
  }

  private static boolean isKey(byte[] json, int from, int end, byte[] key) {
    return end - from - 2 == key.length
        && Arrays.equals(json, from + 1, end - 1, key, 0, key.length);
  }

  /// The place after the closing quote.
  private static int stringEnd(byte[] json, int from) {
    int at = from + 1;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /// The place after a value: that of the comma or bracket.
  private static int valueEnd(byte[] json, int from) {
    int depth = 0;
    int at = from;
    while (at < json.length) {
      switch (json[at]) {
        case '"' -> at = stringEnd(json, at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth == 0) {
            return at;
          }
          depth--;
        }
        case ',' -> {
          if (depth == 0) {
            return at;
          }
        }
        default -> {
          // part of a number or word
        }
      }
      at++;
    }
    return at;
  }

  private static OptionalLong time(byte[] json, int value) {
    if (value < 0) {
      return OptionalLong.empty();
    }
    if (json[value] == '"') {
      return TimeBytes.parse(json, value + 1, stringEnd(json, value) - 1);
    }
    int end = valueEnd(json, value);
    if (json[value] != '-' && (json[value] < '0' || json[value] > '9')) {
      return OptionalLong.empty();
    }
    return TimeBytes.epoch(new String(json, value, end - value, StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
