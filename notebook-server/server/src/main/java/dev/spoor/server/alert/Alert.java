package dev.spoor.server.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Detections of one rule about one thing, as one item of the inbox.
///
/// @param entity of the detection that came last
/// @param hostname of its client; empty if unknown
/// @param clients how many clients it is about
/// @param owner name of the user who is on it, or null
/// @param until when a snoozed one wakes
/// @param count detections
/// @param values distinct values among them
/// @param first time of the earliest detection, `last` of the latest
/// @param hours detections in each of the last hours before `last`, oldest first
/// @param revision changes with the state, not with the count
public record Alert(
    String id,
    String rule,
    String title,
    Severity severity,
    AlertEntity entity,
    String hostname,
    int clients,
    String why,
    AlertState state,
    @Nullable String owner,
    @Nullable Instant until,
    @Nullable CloseReason reason,
    String comment,
    long count,
    long values,
    Instant first,
    Instant last,
    Instant created,
    List<Integer> hours,
    int notes,
    long revision) {
  public Alert {
    hours = List.copyOf(hours);
  }

  /// What changes when somebody acts on it.
  Standing standing() {
    return new Standing(state, owner, until, reason, comment);
  }

  /// The part of an alert that people change; audited before and after.
  public record Standing(
      AlertState state,
      @Nullable String owner,
      @Nullable Instant until,
      @Nullable CloseReason reason,
      String comment) {}
}
