package dev.spoor.server.monitoring;

import java.util.List;

/// Which event artifacts run on the server.
public record ServerMonitoringTable(long version, List<TableEntry> entries) {
  public ServerMonitoringTable {
    entries = List.copyOf(entries);
  }
}
