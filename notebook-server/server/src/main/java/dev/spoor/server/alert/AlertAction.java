package dev.spoor.server.alert;

import java.time.Instant;

/// What a person does with alerts.
public sealed interface AlertAction {
  /// I am on it.
  record Acknowledge() implements AlertAction {}

  record Assign(String user) implements AlertAction {}

  record Snooze(Instant until) implements AlertAction {}

  record Close(CloseReason reason, String comment) implements AlertAction {}

  /// Back among the new ones.
  record Reopen() implements AlertAction {}

  /// The verb, as the audit and the history have it.
  default String verb() {
    return switch (this) {
      case Acknowledge _ -> "acknowledge";
      case Assign _ -> "assign";
      case Snooze _ -> "snooze";
      case Close _ -> "close";
      case Reopen _ -> "reopen";
    };
  }
}
