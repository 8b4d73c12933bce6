package dev.spoor.server.detection;

import java.util.Locale;
import java.util.Optional;

/// What is done with a rule.
public enum RuleState {
  /// a match raises an alert
  ON,
  /// matches are counted only
  TRIAL,
  OFF;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<RuleState> find(String text) {
    for (RuleState state : values()) {
      if (state.text().equalsIgnoreCase(text)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
