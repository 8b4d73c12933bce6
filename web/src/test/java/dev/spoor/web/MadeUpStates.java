package dev.spoor.web;

import dev.spoor.server.client.MonitoringStates;
import dev.spoor.server.identity.ClientId;
import java.time.Instant;
import java.util.List;

/// States of monitoring by the last digit of the id, so that a table shows them all.
final class MadeUpStates implements MonitoringStates {
  private static final Instant SINCE = Instant.parse("2026-11-24T06:00:00Z");

  @Override
  public Counts counts(ClientId client) {
    return switch (kind(client)) {
      case 1 -> new Counts(2, 1, 0, 0);
      case 2 -> new Counts(2, 0, 1, 0);
      case 3 -> new Counts(0, 0, 0, 1);
      case 4 -> Counts.NONE;
      default -> new Counts(3, 0, 0, 1);
    };
  }

  @Override
  public List<State> states(ClientId client) {
    return switch (kind(client)) {
      case 4 -> List.of();
      case 2 ->
          List.of(
              new State("Linux.Detection.ProcessCreation", "", "running", SINCE, null),
              new State(
                  "Linux.Events.SSHLogin",
                  "",
                  "error",
                  SINCE,
                  "no permission to read the journal"));
      default ->
          List.of(
              new State("Linux.Detection.ProcessCreation", "", "running", SINCE, null),
              new State("Linux.Events.SSHLogin", "", "pending", null, null),
              new State(
                  "Windows.Detection.ProcessCreation",
                  "",
                  "precondition_false",
                  null,
                  "not Windows"));
    };
  }

  private static int kind(ClientId client) {
    return client.value().charAt(client.value().length() - 1) % 8;
  }
}
