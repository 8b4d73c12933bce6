package dev.spoor.wire;

import java.time.Instant;
import java.util.Objects;

/// A line that an event query logged. Not durable: it is dropped when there is no connection.
public record QueryLog(int stream, Level level, Instant time, String text) implements Message {
  /// Characters; longer texts are cut by whoever makes the record.
  public static final int MAX_TEXT = 4096;

  public QueryLog {
    Objects.requireNonNull(level);
    Objects.requireNonNull(time);
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("log text of " + text.length() + " characters");
    }
  }

  /// How serious a line is.
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}
