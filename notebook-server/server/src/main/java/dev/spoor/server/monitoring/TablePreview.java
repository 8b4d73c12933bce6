package dev.spoor.server.monitoring;

import dev.spoor.server.artifact.ParameterIssue;
import dev.spoor.server.identity.Permission;
import java.util.List;

/// What saving a table would do; nothing was changed.
///
/// @param base version that the table was made from
/// @param current version in force now; another one means that somebody saved meanwhile
/// @param clients clients for which something changes
/// @param silent how many of them are not connected: for them it applies when they return
/// @param queries which event queries start, stop or start again, and on how many clients
public record TablePreview(
    long base,
    long current,
    List<EntryChange> changes,
    int clients,
    int silent,
    List<QueryChange> queries,
    List<Fault> faults,
    List<MissingRight> missing) {
  public TablePreview {
    changes = List.copyOf(changes);
    queries = List.copyOf(queries);
    faults = List.copyOf(faults);
    missing = List.copyOf(missing);
  }

  /// Counts of clients; on the server each count is 0 or 1.
  public record QueryChange(String artifact, int starts, int restarts, int stops) {}

  /// An entry that cannot run, and what is wrong with its parameters if it is that.
  public record Fault(String label, String artifact, String message, List<ParameterIssue> issues) {
    public Fault {
      issues = List.copyOf(issues);
    }
  }

  /// A right that a new entry needs and whoever asks does not hold.
  public record MissingRight(String label, String artifact, Permission permission) {}

  public boolean mayLaunch() {
    return faults.isEmpty() && missing.isEmpty() && base == current && !changes.isEmpty();
  }
}
