package dev.spoor.web.monitoring;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.server.monitoring.TablePreview;
import java.util.List;

/// One of the two tables as the wizard needs it: a label group of the client table, or the whole
/// table of the server, whose only group has the empty label.
interface TableDesk {
  /// A group that can be changed.
  ///
  /// @param clients that it is for
  /// @param artifacts that it watches now
  record Group(String label, int clients, int artifacts) {}

  /// What came of launching: `saved` is false when somebody else was first.
  record Launched(boolean saved, long version) {}

  boolean hasLabels();

  /// Groups that watch something first, All before them.
  List<Group> groups();

  List<Artifact> offered();

  long version();

  List<TableEntry> entries(String label);

  TablePreview preview(long base, String label, List<TableEntry> entries);

  Launched launch(long base, String label, List<TableEntry> entries);

  /// Puts a version in force again.
  Launched returnTo(long version, long base);
}
