package dev.spoor.server.ingest;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import java.util.List;

/// Batches before and behind the journal: before it their first LSN and ingest time are 0.
final class Batches {
  private Batches() {}

  static AcceptedBatch of(
      StreamInfo stream, String hostname, long boot, long firstSeq, List<AcceptedRow> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a batch without rows");
    }
    return new AcceptedBatch(
        0,
        0,
        stream.client(),
        hostname,
        stream.fullName(),
        stream.artifactVersion(),
        boot,
        stream.number(),
        firstSeq,
        rows);
  }

  static long lastSeq(AcceptedBatch batch) {
    return batch.firstSeq() + batch.rows().size() - 1;
  }

  /// Without the first rows; one must be left.
  static AcceptedBatch skip(AcceptedBatch batch, int rows) {
    return new AcceptedBatch(
        batch.firstLsn() + rows,
        batch.ingestTime(),
        batch.writer(),
        batch.hostname(),
        batch.artifact(),
        batch.artifactVersion(),
        batch.boot(),
        batch.stream(),
        batch.firstSeq() + rows,
        batch.rows().subList(rows, batch.rows().size()));
  }
}
