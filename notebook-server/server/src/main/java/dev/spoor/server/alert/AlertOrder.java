package dev.spoor.server.alert;

/// How a list of alerts is ordered.
public enum AlertOrder {
  /// by section of the inbox, then the worst first, then the newest first
  INBOX,
  /// by host, then the worst first
  CLIENT,
  /// the newest first
  TIME
}
