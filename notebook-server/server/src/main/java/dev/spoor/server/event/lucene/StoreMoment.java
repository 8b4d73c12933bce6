package dev.spoor.server.event.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a search sees: open runs, and of each partition the reader and the blocks that the reader
/// does not know. Each row is in exactly one of them.
record StoreMoment(List<OpenRunView> runs, Map<Partition, Partition.Snapshot> partitions)
    implements AutoCloseable {
  @Override
  public void close() throws IOException {
    for (Partition.Snapshot seen : partitions.values()) {
      seen.close();
    }
  }
}
