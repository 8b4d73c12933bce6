package dev.spoor.server.monitoring;

import java.util.List;

/// What runs on the clients that carry a label; the empty label stands for all clients.
public record LabelGroup(String label, List<TableEntry> entries) {
  public LabelGroup {
    entries = List.copyOf(entries);
  }
}
