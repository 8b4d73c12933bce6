package dev.spoor.web.monitoring;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.client.Clients;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientMonitoringTable;
import dev.spoor.server.monitoring.LabelGroup;
import dev.spoor.server.monitoring.SaveResult;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.server.monitoring.TablePreview;
import dev.spoor.web.host.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The client monitoring table.
record ClientDesk(Viewer viewer, ClientMonitoring monitoring, Clients clients, Artifacts artifacts)
    implements TableDesk {

  private ClientMonitoringTable table() {
    return monitoring.table(viewer.require());
  }

  @Override
  public boolean hasLabels() {
    return true;
  }

  @Override
  public List<Group> groups() {
    Principal principal = viewer.require();
    Map<String, Integer> counts = new TreeMap<>(clients.labelCounts(principal));
    List<Group> groups = new ArrayList<>();
    groups.add(new Group("", clients.ids().size(), entries("").size()));
    for (LabelGroup group : table().groups()) {
      if (!group.label().isEmpty()) {
        int size =
            counts.entrySet().stream()
                .filter(count -> count.getKey().equalsIgnoreCase(group.label()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        groups.add(new Group(group.label(), size, group.entries().size()));
        counts.keySet().removeIf(group.label()::equalsIgnoreCase);
      }
    }
    counts.forEach((label, size) -> groups.add(new Group(label, size, 0)));
    return groups;
  }

  @Override
  public List<Artifact> offered() {
    return artifacts.list(viewer.require(), Optional.of(ArtifactType.CLIENT_EVENT)).stream()
        .map(KnownArtifact::artifact)
        .toList();
  }

  @Override
  public long version() {
    return table().version();
  }

  @Override
  public List<TableEntry> entries(String label) {
    return table().groups().stream()
        .filter(group -> group.label().equalsIgnoreCase(label))
        .findFirst()
        .map(LabelGroup::entries)
        .orElse(List.of());
  }

  /// The table with this group replaced; a group without entries is none.
  private ClientMonitoringTable with(long base, String label, List<TableEntry> entries) {
    List<LabelGroup> groups = new ArrayList<>();
    boolean found = false;
    for (LabelGroup group : table().groups()) {
      if (group.label().equalsIgnoreCase(label)) {
        found = true;
        groups.add(new LabelGroup(group.label(), entries));
      } else {
        groups.add(group);
      }
    }
    if (!found) {
      groups.add(label.isEmpty() ? 0 : groups.size(), new LabelGroup(label, entries));
    }
    groups.removeIf(group -> group.entries().isEmpty());
    return new ClientMonitoringTable(base, groups);
  }

  @Override
  public TablePreview preview(long base, String label, List<TableEntry> entries) {
    return monitoring.preview(viewer.require(), with(base, label, entries));
  }

  @Override
  public Launched launch(long base, String label, List<TableEntry> entries) {
    return launched(monitoring.save(viewer.require(), with(base, label, entries)));
  }

  @Override
  public Launched returnTo(long version, long base) {
    return launched(monitoring.returnTo(viewer.require(), version, base));
  }

  private static Launched launched(SaveResult<ClientMonitoringTable> result) {
    return switch (result) {
      case SaveResult.Saved<ClientMonitoringTable>(var saved) ->
          new Launched(true, saved.version());
      case SaveResult.Conflict<ClientMonitoringTable>(var current) ->
          new Launched(false, current.version());
    };
  }
}
