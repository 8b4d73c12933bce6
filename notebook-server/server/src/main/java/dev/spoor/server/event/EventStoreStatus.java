package dev.spoor.server.event;

import java.util.List;
import java.util.Optional;

/// Counters of a store. Relation: rows appended and not dropped as already stored = `rows` +
/// waiting in the inbox.
///
/// @param rows that a search can see
/// @param openRows of these, not yet in a block
/// @param bytes on disk: rows and index
/// @param inboxBytes appended and not yet searchable
/// @param visibleUpTo see [EventStore#visibleUpTo]
/// @param durableUpTo see [EventStore#durableUpTo]
/// @param failure why the store takes no more rows until it is opened again
public record EventStoreStatus(
    long rows,
    long openRows,
    long blocks,
    long bytes,
    long inboxBytes,
    long visibleUpTo,
    long durableUpTo,
    List<ArtifactCount> artifacts,
    Optional<String> failure) {
  public EventStoreStatus {
    artifacts = List.copyOf(artifacts);
  }

  /// @param rowsWithRest rows of which a part was too big or too deep to be put into columns
  public record ArtifactCount(String artifact, long rows, long rowsWithRest) {}
}
