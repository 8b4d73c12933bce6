package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import java.util.List;

/// Rows that are durable in the journal, with their envelope. Row `i` has LSN `firstLsn + i` and
/// sequence number `firstSeq + i`.
///
/// @param ingestTime nanoseconds since 1970; the same for all rows
/// @param writer the client that sent the rows, or `server`
/// @param hostname the name that the writer had registered at that time; empty if none
/// @param artifact `Name` or `Name/Source`
public record AcceptedBatch(
    long firstLsn,
    long ingestTime,
    ClientId writer,
    String hostname,
    String artifact,
    int artifactVersion,
    long boot,
    int stream,
    long firstSeq,
    List<AcceptedRow> rows) {

  public AcceptedBatch {
    rows = List.copyOf(rows);
  }

  /// The LSN after the last row.
  public long endLsn() {
    return firstLsn + rows.size();
  }

  public EventId id(int row) {
    return new EventId(writer, boot, stream, firstSeq + row);
  }

  public long sizeInBytes() {
    long size = 0;
    for (AcceptedRow row : rows) {
      size += row.json().length;
    }
    return size;
  }
}
