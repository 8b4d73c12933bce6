package dev.spoor.server.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How bad it would be, worst first.
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW,
  INFO;

  /// The form of the API and of Sigma rules.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// `informational` is what Sigma calls INFO.
  public static Optional<Severity> find(String text) {
    if (text.equalsIgnoreCase("informational")) {
      return Optional.of(INFO);
    }
    return Arrays.stream(values()).filter(one -> one.text().equalsIgnoreCase(text)).findFirst();
  }

  public Severity worse(Severity other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
