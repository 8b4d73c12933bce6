package dev.spoor.server.event;

/// Where an event time was taken from. The code is part of the formats of journal and blocks.
public enum TimeOrigin {
  /// the first column that the artifact types as a timestamp
  COLUMN_TYPE("column_types"),
  /// a field that is known to hold the time of the event
  KNOWN_FIELD("field"),
  /// the row says nothing: when the agent emitted it
  EMITTED("agent");

  private static final TimeOrigin[] ALL = values();

  private final String text;

  TimeOrigin(String text) {
    this.text = text;
  }

  public int code() {
    return ordinal();
  }

  public static TimeOrigin ofCode(int code) {
    if (code < 0 || code >= ALL.length) {
      throw new IllegalArgumentException("unknown origin of an event time: " + code);
    }
    return ALL[code];
  }

  /// The value of the column `_TimeFrom`.
  public String text() {
    return text;
  }
}
