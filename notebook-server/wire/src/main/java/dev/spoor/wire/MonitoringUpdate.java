package dev.spoor.wire;

import java.util.List;

/// The whole monitoring table of one client; it replaces the one before.
public record MonitoringUpdate(long tableVersion, List<MonitoringEntry> entries)
    implements Message {
  public MonitoringUpdate {
    entries = List.copyOf(entries);
  }
}
