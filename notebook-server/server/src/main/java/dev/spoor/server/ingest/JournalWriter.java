package dev.spoor.server.ingest;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.TimeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes groups of records at the journal's end: [#add] any number of batches, then [#commit] or
/// [#rollBack]. Nothing counts before the commit. Used by the journal's thread alone, but for
/// [#deleteBelow].
final class JournalWriter {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  private final JournalConfig config;
  private final StorageFiles files;
  private final InstantSource clock;
  private final JournalSegments segments;
  private final SequenceTable sequences;

  private @Nullable StorageFile file;
  private volatile long segmentFirst;
  private volatile long snapshotLsn;
  private long position;
  private long allocated;
  private long nextLsn;
  private long lastIngestTime;
  private boolean needsRepair;

  private final List<ByteBuffer> group = new ArrayList<>();
  private final Map<SequenceTable.Key, Long> groupSequences = new HashMap<>();
  private long groupBytes;
  private long groupLsn;
  private long groupTime;

  private JournalWriter(
      JournalConfig config,
      StorageFiles files,
      InstantSource clock,
      JournalSegments segments,
      SequenceTable sequences) {
    this.config = config;
    this.files = files;
    this.clock = clock;
    this.segments = segments;
    this.sequences = sequences;
  }

  static JournalWriter open(
      JournalConfig config,
      StorageFiles files,
      InstantSource clock,
      JournalSegments segments,
      SequenceTable sequences,
      long knownLsn)
      throws IOException {
    JournalWriter writer = new JournalWriter(config, files, clock, segments, sequences);
    JournalSegments.Recovered found = segments.recover(sequences);
    writer.nextLsn = Math.max(found.nextLsn(), Math.max(knownLsn, found.snapshotLsn()));
    writer.lastIngestTime = found.lastIngestTime();
    writer.snapshotLsn = found.snapshotLsn();
    if (found.tail() < 0 || writer.nextLsn != found.nextLsn()) {
      if (found.tail() >= 0) {
        LOG.warn("rows {} to {} are missing from the journal", found.nextLsn(), writer.nextLsn - 1);
      }
      writer.openSegment(writer.nextLsn);
    } else {
      writer.file = files.open(segments.path(found.tail()), false);
      writer.segmentFirst = found.tail();
      writer.position = found.tailPosition();
      writer.allocated = found.tailPosition();
    }
    writer.beginGroup();
    return writer;
  }

  long nextLsn() {
    return nextLsn;
  }

  private void beginGroup() {
    group.clear();
    groupSequences.clear();
    groupBytes = 0;
    groupLsn = nextLsn;
    groupTime = lastIngestTime;
  }

  /// Takes a batch into the group, without the rows that are had already.
  Journal.Appended add(AcceptedBatch batch, ByteBuffer record) {
    SequenceTable.Key key = new SequenceTable.Key(batch.writer(), batch.boot(), batch.stream());
    Long inGroup = groupSequences.get(key);
    OptionalLong had =
        inGroup != null
            ? OptionalLong.of(inGroup)
            : sequences.last(key.client(), key.boot(), key.stream());
    int rows = batch.rows().size();
    int duplicates = 0;
    ByteBuffer toWrite = record;
    if (had.isPresent() && had.getAsLong() >= batch.firstSeq()) {
      if (had.getAsLong() >= Batches.lastSeq(batch)) {
        return new Journal.Appended(0, rows);
      }
      AcceptedBatch rest = Batches.skip(batch, (int) (had.getAsLong() - batch.firstSeq() + 1));
      duplicates = rows - rest.rows().size();
      toWrite = JournalFormat.record(rest);
    }
    groupTime = Math.max(groupTime + 1, TimeRange.nanos(clock.instant()));
    JournalFormat.seal(toWrite, groupLsn, groupTime);
    group.add(toWrite);
    groupBytes += toWrite.remaining();
    groupLsn += rows - duplicates;
    groupSequences.put(key, Batches.lastSeq(batch));
    return new Journal.Appended(rows - duplicates, duplicates);
  }

  void commit() throws IOException {
    if (group.isEmpty()) {
      return;
    }
    if (needsRepair) {
      repair();
    }
    if (position + groupBytes > config.segmentBytes() && position > JournalFormat.HEADER_BYTES) {
      roll();
    }
    StorageFile target = current();
    target.write(position, group.toArray(ByteBuffer[]::new));
    long end = position + groupBytes;
    if (end > allocated) {
      allocated = makeRoom(target, end);
    }
    target.force();
    position = end;
    nextLsn = groupLsn;
    lastIngestTime = groupTime;
    groupSequences.forEach(sequences::advance);
    beginGroup();
  }

  /// Drops the group; what of it reached the file is cut off before the next one.
  void rollBack() {
    needsRepair = true;
    beginGroup();
  }

  /// Zeros ahead of the records: the file's size then changes seldom, and a full disk shows here.
  private long makeRoom(StorageFile target, long end) throws IOException {
    int room = (int) Math.min(config.preallocation(), config.segmentBytes() - end);
    if (room <= 0) {
      return end;
    }
    target.write(end, ByteBuffer.allocate(room));
    return end + room;
  }

  /// After a failed write or force nothing behind the last durable byte is trusted.
  private void repair() throws IOException {
    StorageFile old = file;
    file = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        LOG.warn("closing the journal segment after a failure failed", e);
      }
    }
    StorageFile reopened = files.open(segments.path(segmentFirst), false);
    file = reopened;
    reopened.truncate(position);
    reopened.force();
    allocated = position;
    needsRepair = false;
  }

  private void roll() throws IOException {
    StorageFile old = current();
    old.truncate(position);
    old.force();
    allocated = position;
    openSegment(nextLsn);
    old.close();
    writeSnapshot();
  }

  /// Changes nothing of the writer when it fails.
  private void openSegment(long firstLsn) throws IOException {
    Path path = segments.path(firstLsn);
    StorageFile opened = files.open(path, true);
    try {
      opened.truncate(0);
      opened.write(0, JournalFormat.header(firstLsn, TimeRange.nanos(clock.instant())));
      opened.force();
      files.forceFolder(config.folder());
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    file = opened;
    segmentFirst = firstLsn;
    position = JournalFormat.HEADER_BYTES;
    allocated = position;
    segments.add(firstLsn);
  }

  private void writeSnapshot() {
    try {
      new SequenceSnapshot(nextLsn, sequences.entries()).write(files, config.folder());
      snapshotLsn = nextLsn;
    } catch (IOException e) {
      LOG.warn("the sequence table could not be written; a start will read more segments", e);
    }
  }

  void deleteBelow(long lsn, long keepBytes) throws IOException {
    List<Long> firsts = segments.firstLsns();
    long kept = 0;
    int oldestKept = firsts.size() - 1;
    while (oldestKept > 0 && kept < keepBytes) {
      kept += segments.bytes(firsts.get(oldestKept));
      oldestKept--;
    }
    for (int i = 0; i < oldestKept; i++) {
      long end = firsts.get(i + 1);
      if (end <= lsn && end <= snapshotLsn && firsts.get(i) != segmentFirst) {
        segments.delete(firsts.get(i));
      }
    }
  }

  private StorageFile current() throws IOException {
    StorageFile open = file;
    if (open == null) {
      throw new IOException("the journal segment is not open");
    }
    return open;
  }

  void close() throws IOException {
    if (needsRepair) {
      repair();
    }
    StorageFile open = file;
    file = null;
    if (open != null) {
      if (allocated > position) {
        open.truncate(position);
        open.force();
      }
      open.close();
      writeSnapshot();
    }
  }
}
