package dev.spoor.server.alert;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One detection that wants a person's eye.
///
/// @param rule name of the rule or artifact; alerts of one rule are grouped
/// @param title what happened, in a few words
/// @param why the sentence that says what matched; may be empty
/// @param eventId the event that it is about ([dev.spoor.server.event.EventId] as text, or another
///   text that is the same when the same event comes again)
/// @param dedup what tells one alert of the rule from another; null for the client and the account
/// @param time when it happened
/// @param window how long a repeat of a known value is no news
/// @param delivery what deliveries about it carry as event, or null when none was asked for
public record AlertSignal(
    String rule,
    String title,
    Severity severity,
    AlertEntity entity,
    String why,
    String eventId,
    @Nullable String dedup,
    Instant time,
    Duration window,
    @Nullable String delivery) {
  /// What the field's `alert()` takes when nothing else is said.
  public static final Duration WINDOW = Duration.ofHours(2);

  public static AlertSignal of(
      String rule,
      String title,
      Severity severity,
      AlertEntity entity,
      String eventId,
      Instant time) {
    return new AlertSignal(rule, title, severity, entity, "", eventId, null, time, WINDOW, null);
  }

  public AlertSignal withWhy(String text) {
    return new AlertSignal(
        rule, title, severity, entity, text, eventId, dedup, time, window, delivery);
  }

  public AlertSignal withDedup(@Nullable String key) {
    return new AlertSignal(
        rule, title, severity, entity, why, eventId, key, time, window, delivery);
  }

  public AlertSignal withWindow(Duration length) {
    return new AlertSignal(
        rule, title, severity, entity, why, eventId, dedup, time, length, delivery);
  }

  public AlertSignal withDelivery(@Nullable String event) {
    return new AlertSignal(rule, title, severity, entity, why, eventId, dedup, time, window, event);
  }
}
