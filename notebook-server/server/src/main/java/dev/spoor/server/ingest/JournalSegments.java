package dev.spoor.server.ingest;

import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.event.AcceptedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segment files of a journal by their first LSN, and what a start finds in them. Thread-safe
/// but for [#recover], which runs before anything else.
final class JournalSegments {
  private static final Logger LOG = LoggerFactory.getLogger(JournalSegments.class);

  private final StorageFiles files;
  private final Path folder;
  private final ConcurrentSkipListMap<Long, Path> byFirstLsn = new ConcurrentSkipListMap<>();

  /// Where the journal goes on.
  ///
  /// @param tail first LSN of the segment to write on, or -1 when there is none
  /// @param tailPosition where its records end
  record Recovered(
      long nextLsn, long lastIngestTime, long tail, long tailPosition, long snapshotLsn) {}

  JournalSegments(StorageFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  Path path(long firstLsn) {
    return JournalFormat.segmentPath(folder, firstLsn);
  }

  void add(long firstLsn) {
    byFirstLsn.put(firstLsn, path(firstLsn));
  }

  /// The segment that holds this LSN, or the oldest when it is older than all.
  Map.@Nullable Entry<Long, Path> holding(long lsn) {
    Map.Entry<Long, Path> entry = byFirstLsn.floorEntry(lsn);
    return entry != null ? entry : byFirstLsn.firstEntry();
  }

  Map.@Nullable Entry<Long, Path> after(long firstLsn) {
    return byFirstLsn.higherEntry(firstLsn);
  }

  long oldestLsn() {
    return byFirstLsn.isEmpty() ? 1 : byFirstLsn.firstKey();
  }

  List<Long> firstLsns() {
    return List.copyOf(byFirstLsn.keySet());
  }

  long bytes(long firstLsn) throws IOException {
    return files.size(path(firstLsn));
  }

  void delete(long firstLsn) throws IOException {
    Path path = byFirstLsn.remove(firstLsn);
    if (path != null) {
      files.delete(path);
    }
  }

  /// Finds the end of the journal, cuts what is torn there, and fills the sequence table.
  Recovered recover(SequenceTable sequences) throws IOException {
    files.createFolders(folder);
    List<Long> found = new ArrayList<>();
    for (Path path : files.list(folder)) {
      OptionalLong first = JournalFormat.firstLsnOf(path);
      first.ifPresent(found::add);
    }
    long last = -1;
    long end = 1;
    long position = 0;
    long lastTime = 0;
    // the tail first: how far the journal goes decides which snapshot may be used
    for (int i = found.size() - 1; i >= 0 && last < 0; i--) {
      long first = found.get(i);
      Scan scan = scan(first, null, 0);
      if (scan.hasRecords || (i == 0 && scan.hasHeader)) {
        last = first;
        end = scan.end;
        position = scan.position;
        lastTime = scan.lastTime;
      } else {
        LOG.warn("journal segment {} holds no record and is removed", path(first));
        files.delete(path(first));
      }
    }
    SequenceSnapshot snapshot = SequenceSnapshot.newest(files, folder, end);
    long from = snapshot == null ? 0 : snapshot.lsn();
    if (snapshot != null) {
      snapshot.entries().forEach(entry -> sequences.advance(entry.key(), entry.seq()));
    }
    for (int i = 0; i < found.size() && last >= 0; i++) {
      long first = found.get(i);
      if (first > last) {
        break;
      }
      add(first);
      boolean isOlder = i + 1 < found.size() && found.get(i + 1) <= Math.min(from, last);
      if (!isOlder) {
        Scan scan = scan(first, sequences, from);
        if (first != last && scan.end != found.get(i + 1)) {
          LOG.error(
              "journal segment {} is damaged: rows {} to {} are lost",
              path(first),
              scan.end,
              found.get(i + 1) - 1);
        }
      }
    }
    if (last >= 0) {
      cut(last, position);
    }
    return new Recovered(end, lastTime, last, position, from);
  }

  private void cut(long first, long position) throws IOException {
    try (StorageFile file = files.open(path(first), false)) {
      if (file.size() > position) {
        file.truncate(position);
        file.force();
      }
    }
  }

  private static final class Scan {
    boolean hasHeader;
    boolean hasRecords;
    long end;
    long position;
    long lastTime;
  }

  private Scan scan(long first, @Nullable SequenceTable sequences, long from) throws IOException {
    Scan scan = new Scan();
    scan.end = first;
    try (SegmentReader reader = new SegmentReader(files.open(path(first), false))) {
      scan.hasHeader = reader.readHeader(first);
      scan.position = reader.position();
      if (!scan.hasHeader) {
        return scan;
      }
      ByteBuffer payload;
      while ((payload = reader.next()) != null) {
        AcceptedBatch batch = JournalFormat.batch(payload);
        if (batch.firstLsn() != scan.end) {
          break;
        }
        scan.hasRecords = true;
        scan.end = batch.endLsn();
        scan.position = reader.position();
        scan.lastTime = batch.ingestTime();
        if (sequences != null && batch.firstLsn() >= from) {
          sequences.advance(
              new SequenceTable.Key(batch.writer(), batch.boot(), batch.stream()),
              Batches.lastSeq(batch));
        }
      }
    }
    return scan;
  }
}
