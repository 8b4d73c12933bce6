package dev.spoor.wire;

import java.util.List;

/// Rows of one stream of one boot, with consecutive sequence numbers from `firstSeq` (numbers start
/// at 1). The server answers with [BatchAck] once they are durable, or with [BatchReject]. On the
/// way to ingest a batch is always whole: rows that came as [RowPart]s are joined before.
public record EventBatch(long boot, int stream, long firstSeq, List<WireRow> rows)
    implements Message {
  /// The stream that every agent may write: its rows are losses, see [Loss]. Stream numbers that
  /// the server assigns start at 1.
  public static final int LOSS_STREAM = 0;

  /// Row bytes of one batch.
  public static final int MAX_BYTES = 512 << 10;

  public static final int MAX_ROWS = 16_384;

  public EventBatch {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || rows.size() > MAX_ROWS) {
      throw new IllegalArgumentException("a batch has 1 to 16384 rows, not " + rows.size());
    }
    if (stream < 0 || firstSeq < 1 || firstSeq > Long.MAX_VALUE - rows.size()) {
      throw new IllegalArgumentException("no such rows: stream " + stream + " seq " + firstSeq);
    }
  }

  public long lastSeq() {
    return firstSeq + rows.size() - 1;
  }

  /// Bytes of the rows, without framing.
  public long bytes() {
    return rows.stream().mapToLong(row -> row.json().length).sum();
  }
}
