package dev.spoor.server.alert;

import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.Principal;

/// Where detections go. The same event of the same rule counts once, however often it is raised, so
/// a consumer may replay.
public interface AlertRaiser {

  /// Opens an alert or adds to the open one of the same rule and dedup key, in the caller's
  /// transaction.
  Raised raise(Transaction tx, Principal principal, AlertSignal signal);

  /// @param alert id of the alert
  /// @param kind what is new about it
  record Raised(String alert, Kind kind) {
    /// Whether somebody should be told: a new alert, a new value, or a known one after its window.
    public boolean isNews() {
      return kind == Kind.NEW_ALERT || kind == Kind.NEW_VALUE || kind == Kind.AFTER_WINDOW;
    }
  }

  enum Kind {
    NEW_ALERT,
    /// the alert was open, but the value of its key column is a new one
    NEW_VALUE,
    /// the value is known, but nobody was told of it within the window
    AFTER_WINDOW,
    /// counted
    REPEAT,
    /// this very event was counted before
    SAME_EVENT
  }
}
