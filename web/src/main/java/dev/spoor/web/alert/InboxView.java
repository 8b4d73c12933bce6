package dev.spoor.web.alert;

import dev.spoor.server.alert.AlertFilter;
import dev.spoor.server.alert.AlertState;
import java.time.Instant;
import java.util.EnumSet;

/// What the list is of.
enum InboxView {
  OPEN,
  MINE,
  SNOOZED,
  CLOSED_TODAY;

  String words() {
    return switch (this) {
      case OPEN -> "All open";
      case MINE -> "Mine";
      case SNOOZED -> "Snoozed";
      case CLOSED_TODAY -> "Closed today";
    };
  }

  AlertFilter filter(String me, Instant today) {
    return switch (this) {
      case OPEN -> AlertFilter.OPEN;
      case MINE ->
          AlertFilter.OPEN
              .withStates(EnumSet.of(AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.ASSIGNED))
              .withOwner(me);
      case SNOOZED -> AlertFilter.OPEN.withStates(EnumSet.of(AlertState.SNOOZED));
      case CLOSED_TODAY ->
          AlertFilter.OPEN.withStates(EnumSet.of(AlertState.CLOSED)).withClosedSince(today);
    };
  }
}
