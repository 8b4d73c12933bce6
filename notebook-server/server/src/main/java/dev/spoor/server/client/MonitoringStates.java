package dev.spoor.server.client;

import dev.spoor.server.identity.ClientId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the monitoring of a client stands; implemented by `monitoring`, shown beside the client.
public interface MonitoringStates {
  Counts counts(ClientId client);

  List<State> states(ClientId client);

  record Counts(int running, int pending, int error, int precondition) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);
  }

  /// `state` is pending, running, precondition_false, error or needs_agent.
  record State(
      String artifact,
      String source,
      String state,
      @Nullable Instant since,
      @Nullable String error) {}

  /// For a server without monitoring.
  static MonitoringStates none() {
    return new MonitoringStates() {
      @Override
      public Counts counts(ClientId client) {
        return Counts.NONE;
      }

      @Override
      public List<State> states(ClientId client) {
        return List.of();
      }
    };
  }
}
