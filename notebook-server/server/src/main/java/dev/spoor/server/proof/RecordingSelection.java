package dev.spoor.server.proof;

import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import java.util.Set;

/// Stored rows that become a recording.
///
/// @param artifacts full names
/// @param clients of these; empty for all
/// @param range of the event time
public record RecordingSelection(Set<String> artifacts, Set<ClientId> clients, TimeRange range) {
  public RecordingSelection {
    artifacts = Set.copyOf(artifacts);
    clients = Set.copyOf(clients);
  }
}
