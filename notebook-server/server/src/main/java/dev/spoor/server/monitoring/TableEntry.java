package dev.spoor.server.monitoring;

import dev.spoor.wire.Priority;
import java.util.Map;

/// One artifact of a monitoring table with the parameters that differ from its defaults.
public record TableEntry(String artifact, Map<String, String> parameters, Priority priority) {
  public TableEntry {
    parameters = Map.copyOf(parameters);
  }
}
