package dev.spoor.server.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why an alert was closed.
public enum CloseReason {
  /// it was an attack, and it is dealt with
  HANDLED("Dealt with"),
  /// it happened, and it is meant to happen
  EXPECTED("Expected here"),
  /// the rule should not have matched
  FALSE_ALARM("False alarm"),
  /// another alert tells the same
  DUPLICATE("Told elsewhere");

  private final String label;

  CloseReason(String label) {
    this.label = label;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String label() {
    return label;
  }

  public static Optional<CloseReason> find(String text) {
    return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
  }
}
