package dev.spoor.server.alert;

import java.util.List;

/// How an alert changes; pure.
final class AlertChanges {
  private AlertChanges() {}

  static Alert.Standing standing(Alert alert, AlertAction action, String who) {
    return switch (action) {
      case AlertAction.Acknowledge _ ->
          new Alert.Standing(AlertState.ACKNOWLEDGED, who, null, null, "");
      case AlertAction.Assign(String user) ->
          new Alert.Standing(AlertState.ASSIGNED, user, null, null, "");
      case AlertAction.Snooze(var until) ->
          new Alert.Standing(AlertState.SNOOZED, alert.owner(), until, null, "");
      case AlertAction.Close(CloseReason reason, String comment) ->
          new Alert.Standing(AlertState.CLOSED, who, null, reason, comment.strip());
      case AlertAction.Reopen _ -> new Alert.Standing(AlertState.OPEN, null, null, null, "");
    };
  }

  /// After a snooze it goes back to whoever had it.
  static Alert.Standing awake(Alert alert) {
    return new Alert.Standing(
        alert.owner() == null ? AlertState.OPEN : AlertState.ASSIGNED,
        alert.owner(),
        null,
        null,
        "");
  }

  static Alert with(Alert alert, Alert.Standing standing, long revision) {
    return new Alert(
        alert.id(),
        alert.rule(),
        alert.title(),
        alert.severity(),
        alert.entity(),
        alert.hostname(),
        alert.clients(),
        alert.why(),
        standing.state(),
        standing.owner(),
        standing.until(),
        standing.reason(),
        standing.comment(),
        alert.count(),
        alert.values(),
        alert.first(),
        alert.last(),
        alert.created(),
        alert.hours(),
        alert.notes(),
        revision);
  }

  static Alert withHours(Alert alert, List<Integer> hours) {
    return new Alert(
        alert.id(),
        alert.rule(),
        alert.title(),
        alert.severity(),
        alert.entity(),
        alert.hostname(),
        alert.clients(),
        alert.why(),
        alert.state(),
        alert.owner(),
        alert.until(),
        alert.reason(),
        alert.comment(),
        alert.count(),
        alert.values(),
        alert.first(),
        alert.last(),
        alert.created(),
        hours,
        alert.notes(),
        alert.revision());
  }
}
