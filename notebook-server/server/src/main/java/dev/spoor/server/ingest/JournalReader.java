package dev.spoor.server.ingest;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.event.AcceptedBatch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads durable batches in the order of their LSN, from one position on. One thread reads; any
/// thread may close, which wakes a reader that waits.
public final class JournalReader implements Closeable {
  private final Journal journal;
  private final StorageFiles files;
  private final JournalSegments segments;
  private @Nullable SegmentReader segment;
  private long segmentFirst = -1;
  private long windowEnd;
  private long nextLsn;
  private long skipped;
  private volatile boolean closed;

  JournalReader(Journal journal, StorageFiles files, JournalSegments segments, long fromLsn) {
    this.journal = journal;
    this.files = files;
    this.segments = segments;
    this.nextLsn = fromLsn;
  }

  /// LSN of the row that comes next.
  public long nextLsn() {
    return nextLsn;
  }

  /// Rows that were passed over because their segment is gone or damaged.
  public long skipped() {
    return skipped;
  }

  /// The next batch, cut to rows from [#nextLsn] on; null when all that is durable has been read.
  public @Nullable AcceptedBatch next() throws IOException {
    while (!closed) {
      long durable = journal.endLsn();
      if (nextLsn >= durable) {
        return null;
      }
      SegmentReader reader = segment;
      if (reader == null) {
        reader = open();
        if (nextLsn >= durable) {
          return null; // the oldest segment begins where nothing is written yet
        }
      }
      if (nextLsn >= windowEnd) {
        // bytes read ahead before they were durable may have been zeros then
        reader.forgetWindow();
        windowEnd = durable;
      }
      ByteBuffer payload = reader.next();
      if (payload == null) {
        toNextSegment(durable);
        continue;
      }
      AcceptedBatch batch = JournalFormat.batch(payload);
      if (batch.endLsn() <= nextLsn) {
        continue;
      }
      AcceptedBatch rest =
          batch.firstLsn() < nextLsn
              ? Batches.skip(batch, (int) (nextLsn - batch.firstLsn()))
              : batch;
      skipped += rest.firstLsn() - nextLsn;
      nextLsn = rest.endLsn();
      return rest;
    }
    return null;
  }

  /// As [#next], but waits up to `limit` for a batch to become durable.
  public @Nullable AcceptedBatch next(Duration limit) throws IOException, InterruptedException {
    AcceptedBatch batch = next();
    if (batch == null && !closed) {
      journal.awaitBeyond(nextLsn, limit, () -> closed);
      batch = next();
    }
    return batch;
  }

  public boolean isClosed() {
    return closed;
  }

  private SegmentReader open() throws IOException {
    Map.Entry<Long, Path> entry = segments.holding(nextLsn);
    if (entry == null) {
      throw new IOException("the journal has no segment");
    }
    return open(entry.getKey(), entry.getValue());
  }

  private SegmentReader open(long first, Path path) throws IOException {
    SegmentReader reader = new SegmentReader(files.open(path, false));
    segment = reader;
    segmentFirst = first;
    windowEnd = journal.endLsn();
    reader.readHeader(first);
    if (first > nextLsn) {
      skipped += first - nextLsn;
      nextLsn = first;
    }
    return reader;
  }

  private void toNextSegment(long durable) throws IOException {
    Map.Entry<Long, Path> following = segments.after(segmentFirst);
    if (following == null || following.getKey() > durable) {
      closeSegment();
      throw new IOException(
          "the journal's row " + nextLsn + " cannot be read from its segment " + segmentFirst);
    }
    closeSegment();
    // the reader keeps the object of open() in its field
    open(following.getKey(), following.getValue());
  }

  private void closeSegment() throws IOException {
    SegmentReader reader = segment;
    segment = null;
    if (reader != null) {
      reader.close();
    }
  }

  /// Wakes the reading thread, which then closes the file; safe to call from any thread.
  @Override
  public void close() throws IOException {
    closed = true;
    journal.wakeReaders();
  }

  /// Frees the file; only by the thread that reads.
  void release() throws IOException {
    closed = true;
    closeSegment();
  }
}
