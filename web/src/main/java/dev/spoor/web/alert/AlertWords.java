package dev.spoor.web.alert;

import dev.spoor.server.alert.Alert;
import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.alert.AlertState;
import dev.spoor.server.alert.CloseReason;
import dev.spoor.server.alert.Severity;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How the pages speak of alerts.
final class AlertWords {
  private static final int MAX_NAME = 80;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_AND_MINUTE =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private AlertWords() {}

  static String severity(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "Critical";
      case HIGH -> "High";
      case MEDIUM -> "Medium";
      case LOW -> "Low";
      case INFO -> "Info";
    };
  }

  static String state(Alert alert, Instant now) {
    String owner = alert.owner();
    Instant until = alert.until();
    CloseReason reason = alert.reason();
    return switch (alert.state()) {
      case OPEN -> "New";
      case ACKNOWLEDGED -> owner == null ? "Seen" : Plain.text(owner) + " is on it";
      case ASSIGNED -> owner == null ? "Assigned" : "Assigned to " + Plain.text(owner);
      case SNOOZED -> until == null ? "Snoozed" : "Snoozed until " + clock(until, now);
      case CLOSED -> reason == null ? "Closed" : "Closed: " + lower(reason.label());
    };
  }

  static String stateIcon(AlertState state) {
    return switch (state) {
      case OPEN -> "inbox";
      case ACKNOWLEDGED, ASSIGNED -> "person";
      case SNOOZED -> "snooze";
      case CLOSED -> "close";
    };
  }

  private static String lower(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /// The time of day, with the day where it is another.
  static String clock(Instant time, Instant now) {
    return Math.abs(Duration.between(now, time).toHours()) < 18
        ? MINUTE.format(time)
        : DAY_AND_MINUTE.format(time);
  }

  /// As exact as it is near: seconds on the same day, the day otherwise.
  static String moment(Instant time, Instant now) {
    return DAY.format(time).equals(DAY.format(now))
        ? Words.time(time)
        : DAY_AND_MINUTE.format(time);
  }

  /// Age in the fewest signs.
  static String age(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 60) {
      return seconds < 5 ? "now" : seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min";
    }
    return seconds < 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  /// `adm_peter on srv_dc01`.
  static String who(Alert alert) {
    String what = account(alert.entity());
    String where = host(alert);
    if (what.isEmpty()) {
      String key = cut(alert.entity().keyValue());
      what = key.isEmpty() || !where.isEmpty() ? "" : key;
    }
    if (what.isEmpty()) {
      return where.isEmpty() ? cut(alert.rule()) : where;
    }
    return where.isEmpty() ? what : what + " on " + where;
  }

  static String account(AlertEntity entity) {
    return cut(entity.account());
  }

  static String host(Alert alert) {
    if (alert.clients() > 1) {
      return Words.number(alert.clients()) + " clients";
    }
    if (!alert.hostname().isEmpty()) {
      return cut(alert.hostname());
    }
    return alert.entity().client() == null ? "" : alert.entity().client().value();
  }

  static String cut(String text) {
    String plain =
        Plain.text(text.length() > 4 * MAX_NAME ? text.substring(0, 4 * MAX_NAME) : text);
    return plain.length() > MAX_NAME ? plain.substring(0, MAX_NAME) + "…" : plain;
  }

  /// For those who listen: what the line shows, in one sentence.
  static String spoken(Alert alert) {
    return severity(alert.severity())
        + ", "
        + cut(alert.title())
        + ", "
        + who(alert)
        + ", "
        + Words.count(alert.count(), "detection", "detections");
  }
}
