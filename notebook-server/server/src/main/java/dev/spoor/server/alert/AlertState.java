package dev.spoor.server.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where an alert stands.
public enum AlertState {
  /// nobody has it
  OPEN,
  /// somebody has seen it and is on it
  ACKNOWLEDGED,
  /// somebody was asked to be on it
  ASSIGNED,
  /// known for now; a new value wakes it, and so does its time
  SNOOZED,
  CLOSED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<AlertState> find(String text) {
    return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
  }

  /// The section of the inbox: new, someone is on it, snoozed, closed.
  public int shelf() {
    return switch (this) {
      case OPEN -> 0;
      case ACKNOWLEDGED, ASSIGNED -> 1;
      case SNOOZED -> 2;
      case CLOSED -> 3;
    };
  }
}
