package dev.spoor.server.event.lucene;

import dev.spoor.server.event.Envelope;
import dev.spoor.server.identity.ClientId;
import org.jspecify.annotations.Nullable;

/// Rows of one artifact, column by column: a block, or what can be seen of an open run. One search
/// reads it; not thread-safe.
interface RowGroup {
  /// The distinct values of one path.
  interface Column {
    int distinct();

    @Nullable Object value(int code);
  }

  int rows();

  long lsn(int row);

  long eventTime(int row);

  long ingestTime(int row);

  ClientId subject(int row);

  Envelope envelope(int row);

  /// The number of distinct templates.
  int templates();

  int templateCode(int row);

  RowTemplate template(int code);

  /// The column of a leaf that was shredded.
  Column column(int templateCode, int leaf);

  /// The value of a leaf, as a code of its column.
  int code(int row, int templateCode, int leaf);

  /// What was not shredded, as JSON text.
  byte[] rest(int row, int templateCode, int leaf);
}
