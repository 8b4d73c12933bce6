package dev.spoor.server.alert;

import dev.spoor.server.identity.ClientId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which alerts are wanted; a part that is null or empty wants all.
///
/// @param states null for all that are not closed
/// @param text must occur in title, rule, account, client, host or value, whatever the case
/// @param from the last detection is not before this; `to` not at or after that
/// @param closedSince closed at or after this
public record AlertFilter(
    @Nullable Set<AlertState> states,
    Set<Severity> severities,
    @Nullable String rule,
    @Nullable ClientId client,
    @Nullable String account,
    @Nullable String owner,
    String text,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Instant closedSince) {
  public static final AlertFilter OPEN =
      new AlertFilter(null, Set.of(), null, null, null, null, "", null, null, null);

  public AlertFilter {
    states = states == null ? null : Set.copyOf(states);
    severities = Set.copyOf(severities);
  }

  public AlertFilter withStates(@Nullable Set<AlertState> value) {
    return new AlertFilter(
        value, severities, rule, client, account, owner, text, from, to, closedSince);
  }

  public AlertFilter withSeverities(Set<Severity> value) {
    return new AlertFilter(
        states, value, rule, client, account, owner, text, from, to, closedSince);
  }

  public AlertFilter withRule(@Nullable String value) {
    return new AlertFilter(
        states, severities, value, client, account, owner, text, from, to, closedSince);
  }

  public AlertFilter withClient(@Nullable ClientId value) {
    return new AlertFilter(
        states, severities, rule, value, account, owner, text, from, to, closedSince);
  }

  public AlertFilter withAccount(@Nullable String value) {
    return new AlertFilter(
        states, severities, rule, client, value, owner, text, from, to, closedSince);
  }

  public AlertFilter withOwner(@Nullable String value) {
    return new AlertFilter(
        states, severities, rule, client, account, value, text, from, to, closedSince);
  }

  public AlertFilter withText(String value) {
    return new AlertFilter(
        states, severities, rule, client, account, owner, value, from, to, closedSince);
  }

  public AlertFilter withTime(@Nullable Instant begin, @Nullable Instant end) {
    return new AlertFilter(
        states, severities, rule, client, account, owner, text, begin, end, closedSince);
  }

  public AlertFilter withClosedSince(@Nullable Instant value) {
    return new AlertFilter(states, severities, rule, client, account, owner, text, from, to, value);
  }
}
