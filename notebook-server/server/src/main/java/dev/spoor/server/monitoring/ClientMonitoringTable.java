package dev.spoor.server.monitoring;

import java.util.List;

/// Which event artifacts run on which clients.
public record ClientMonitoringTable(long version, List<LabelGroup> groups) {
  public ClientMonitoringTable {
    groups = List.copyOf(groups);
  }
}
