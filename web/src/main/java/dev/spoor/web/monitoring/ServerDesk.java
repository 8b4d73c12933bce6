package dev.spoor.web.monitoring;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.monitoring.SaveResult;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.monitoring.ServerMonitoringTable;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.server.monitoring.TablePreview;
import dev.spoor.web.host.Viewer;
import java.util.List;
import java.util.Optional;

/// The server monitoring table.
record ServerDesk(Viewer viewer, ServerMonitoring monitoring, Artifacts artifacts)
    implements TableDesk {

  @Override
  public boolean hasLabels() {
    return false;
  }

  @Override
  public List<Group> groups() {
    return List.of(new Group("", 0, entries("").size()));
  }

  @Override
  public List<Artifact> offered() {
    return artifacts.list(viewer.require(), Optional.of(ArtifactType.SERVER_EVENT)).stream()
        .map(KnownArtifact::artifact)
        .toList();
  }

  @Override
  public long version() {
    return monitoring.table(viewer.require()).version();
  }

  @Override
  public List<TableEntry> entries(String label) {
    return monitoring.table(viewer.require()).entries();
  }

  @Override
  public TablePreview preview(long base, String label, List<TableEntry> entries) {
    return monitoring.preview(viewer.require(), new ServerMonitoringTable(base, entries));
  }

  @Override
  public Launched launch(long base, String label, List<TableEntry> entries) {
    return launched(monitoring.save(viewer.require(), new ServerMonitoringTable(base, entries)));
  }

  @Override
  public Launched returnTo(long version, long base) {
    return launched(monitoring.returnTo(viewer.require(), version, base));
  }

  private static Launched launched(SaveResult<ServerMonitoringTable> result) {
    return switch (result) {
      case SaveResult.Saved<ServerMonitoringTable>(var saved) ->
          new Launched(true, saved.version());
      case SaveResult.Conflict<ServerMonitoringTable>(var current) ->
          new Launched(false, current.version());
    };
  }
}
