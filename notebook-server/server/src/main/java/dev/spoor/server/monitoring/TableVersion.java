package dev.spoor.server.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One version of a table: who launched it, when, and how it differs from the one before.
public record TableVersion(long version, String author, Instant time, List<EntryChange> changes) {
  public TableVersion {
    changes = List.copyOf(changes);
  }

  /// Versions from the newest on; `next` is where the next page begins.
  public record Page(List<TableVersion> versions, Optional<Long> next) {
    public Page {
      versions = List.copyOf(versions);
    }
  }
}
