package dev.spoor.server.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one entry of a table differs from the table before.
///
/// @param label of its group; empty for all clients, and in the server's table
/// @param before null for a new entry
/// @param after null for one that is gone
public record EntryChange(
    String label, String artifact, @Nullable TableEntry before, @Nullable TableEntry after) {

  /// Added, removed or changed.
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  public Kind kind() {
    return before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
  }

  static List<EntryChange> between(ClientMonitoringTable before, ClientMonitoringTable after) {
    Map<String, List<TableEntry>> left = byLabel(before);
    Map<String, List<TableEntry>> right = byLabel(after);
    List<EntryChange> changes = new ArrayList<>();
    Map<String, List<TableEntry>> labels = new LinkedHashMap<>(left);
    right.forEach(labels::putIfAbsent);
    for (String label : labels.keySet()) {
      changes.addAll(
          between(
              label, left.getOrDefault(label, List.of()), right.getOrDefault(label, List.of())));
    }
    return changes;
  }

  private static Map<String, List<TableEntry>> byLabel(ClientMonitoringTable table) {
    Map<String, List<TableEntry>> byLabel = new LinkedHashMap<>();
    table.groups().forEach(group -> byLabel.put(group.label(), group.entries()));
    return byLabel;
  }

  /// What stayed the same is left out; an entry that is gone and a new one of the same artifact are
  /// one change.
  static List<EntryChange> between(String label, List<TableEntry> before, List<TableEntry> after) {
    List<TableEntry> gone = new ArrayList<>(before);
    List<TableEntry> fresh = new ArrayList<>();
    for (TableEntry entry : after) {
      if (!gone.remove(entry)) {
        fresh.add(entry);
      }
    }
    Map<String, List<TableEntry>> goneByArtifact = new HashMap<>();
    for (TableEntry entry : gone) {
      goneByArtifact.computeIfAbsent(entry.artifact(), _ -> new ArrayList<>()).add(entry);
    }
    List<EntryChange> changes = new ArrayList<>();
    for (TableEntry entry : fresh) {
      List<TableEntry> old = goneByArtifact.getOrDefault(entry.artifact(), List.of());
      TableEntry was = old.isEmpty() ? null : old.removeFirst();
      changes.add(new EntryChange(label, entry.artifact(), was, entry));
    }
    goneByArtifact
        .values()
        .forEach(
            left ->
                left.forEach(
                    entry -> changes.add(new EntryChange(label, entry.artifact(), entry, null))));
    return changes;
  }
}
