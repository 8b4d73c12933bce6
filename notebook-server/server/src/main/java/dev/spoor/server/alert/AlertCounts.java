package dev.spoor.server.alert;

/// How many alerts are in each section of the inbox, and how many of those that are new or taken
/// belong to the one who asks.
public record AlertCounts(int fresh, int taken, int snoozed, int mine) {
  /// What needs somebody.
  public int open() {
    return fresh + taken;
  }
}
