package dev.spoor.server.event;

import java.time.LocalDate;
import java.util.Map;

/// What a store keeps of one day of ingest (UTC).
///
/// @param isOpen it is still written, so nothing of it can be forgotten
/// @param bytes on disk; they are free only when the whole day is forgotten
/// @param rows by artifact
/// @param artifactBytes of these bytes, those of the rows of each artifact
public record EventDay(
    LocalDate day,
    boolean isOpen,
    long bytes,
    Map<String, Long> rows,
    Map<String, Long> artifactBytes) {
  public EventDay {
    rows = Map.copyOf(rows);
    artifactBytes = Map.copyOf(artifactBytes);
  }
}
