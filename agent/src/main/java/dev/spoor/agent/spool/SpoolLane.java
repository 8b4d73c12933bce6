package dev.spoor.agent.spool;

import dev.spoor.agent.spool.SegmentFormat.Payload;
import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.WireRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One chain of segments: written at the end, read from a cursor that a lost connection puts back
/// to the beginning. Owned by the spool's thread.
final class SpoolLane {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolLane.class);

  /// Rows read ahead of sending, so that rows of one stream find each other in a batch.
  private static final long WINDOW_BYTES = 1 << 20;

  /// Failed reads of one segment, one per attempt to send, before its rows count as lost.
  private static final int GIVE_UP_AFTER = 3;

  private static final String DAMAGED = "spool damaged";

  private final StorageFiles files;
  private final SpoolConfig config;
  private final Lane lane;
  private final List<Segment> segments = new ArrayList<>();
  private final Map<BootStream, ArrayDeque<SpoolRow>> window = new LinkedHashMap<>();
  private long windowBytes;
  private @Nullable Segment active;
  private @Nullable StorageFile activeFile;
  private @Nullable Segment reading;
  private @Nullable StorageFile readingFile;
  private @Nullable SegmentReader reader;
  private final Map<BootStream, Long> readTo = new HashMap<>();
  private long nextNumber = 1;
  private int failures;
  private boolean mustSave;

  SpoolLane(StorageFiles files, SpoolConfig config, Lane lane) {
    this.files = files;
    this.config = config;
    this.lane = lane;
  }

  List<Segment> segments() {
    return segments;
  }

  /// Takes a closed segment that an earlier process left.
  void adopt(Segment segment) {
    segments.add(segment);
  }

  /// No new file may reuse the number of an old one.
  void skipNumber(long number) {
    nextNumber = Math.max(nextNumber, number + 1);
  }

  long size() {
    return segments.stream().mapToLong(segment -> segment.size).sum();
  }

  /// Writes and forces; when it returns all rows are durable, when it throws none is known to be.
  void append(List<SpoolRow> rows) throws IOException {
    int bytes = rows.stream().mapToInt(SpoolRow::bytes).sum();
    Segment segment = active;
    StorageFile file = activeFile;
    if (segment == null || file == null || segment.end + bytes > config.segment()) {
      seal();
      segment = openNext();
      file = activeFile;
    }
    if (file == null) {
      throw new IOException("no open segment");
    }
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    rows.forEach(row -> SegmentFormat.putRow(buffer, row));
    try {
      file.write(segment.end, buffer.flip());
      file.force();
    } catch (IOException e) {
      // What is behind `end` now is unknown: no row may follow it in this file.
      abandon(file, segment);
      throw e;
    }
    segment.end += bytes;
    segment.size = segment.end;
    for (SpoolRow row : rows) {
      segment.add(row.key(), row.seq());
    }
  }

  private Segment openNext() throws IOException {
    long number = nextNumber++;
    Segment segment =
        new Segment(config.folder().resolve(Segment.name(lane, number)), lane, number);
    StorageFile file = files.open(segment.path, true);
    try {
      file.write(0, SegmentFormat.header(lane, number));
      file.force();
      files.forceFolder(config.folder());
    } catch (IOException e) {
      file.close();
      files.delete(segment.path);
      throw e;
    }
    active = segment;
    activeFile = file;
    segments.add(segment);
    return segment;
  }

  private void abandon(StorageFile file, Segment segment) {
    try (file) {
      file.truncate(segment.end);
      writeFooter(file, segment);
    } catch (IOException e) {
      LOG.warn("segment {} could not be closed: {}", segment.path, e.getMessage());
    }
    active = null;
    activeFile = null;
  }

  /// Ends the active segment; the next append opens a new one.
  void seal() throws IOException {
    Segment segment = active;
    StorageFile file = activeFile;
    if (segment != null && file != null) {
      active = null;
      activeFile = null;
      try (file) {
        writeFooter(file, segment);
      }
    }
  }

  static void writeFooter(StorageFile file, Segment segment) throws IOException {
    ByteBuffer footer = SegmentFormat.footer(segment.kept());
    int length = footer.remaining();
    file.write(segment.end, footer);
    file.force();
    segment.size = segment.end + length;
  }

  /// Deletes files whose rows are all on the server.
  void deleteDone(Predicate<Segment> done) throws IOException {
    boolean deleted = false;
    for (Iterator<Segment> i = segments.iterator(); i.hasNext(); ) {
      Segment segment = i.next();
      if (segment != active && done.test(segment)) {
        i.remove();
        delete(segment);
        deleted = true;
      }
    }
    if (deleted) {
      files.forceFolder(config.folder());
    }
  }

  /// Deletes one file whatever it holds; its rows leave the window too.
  void drop(Segment segment, SpoolBook book) throws IOException {
    segments.remove(segment);
    segment
        .kept()
        .forEach(
            (key, kept) -> {
              BootStream wireKey = book.wireKey(key);
              ArrayDeque<SpoolRow> rows = window.get(wireKey);
              if (rows != null) {
                rows.removeIf(row -> kept.contains(row.seq()));
                if (rows.isEmpty()) {
                  window.remove(wireKey);
                }
              }
            });
    windowBytes =
        window.values().stream().flatMap(ArrayDeque::stream).mapToLong(SpoolRow::bytes).sum();
    delete(segment);
    files.forceFolder(config.folder());
  }

  private void delete(Segment segment) throws IOException {
    if (segment == active) {
      closeQuietly(activeFile);
      active = null;
      activeFile = null;
    }
    if (segment == reading) {
      // The cursor goes on with the segment after the deleted one, by number.
      closeQuietly(readingFile);
      readingFile = null;
      reader = null;
    }
    files.delete(segment.path);
  }

  /// The next rows to send: of one stream, consecutive; null when there are none.
  @Nullable EventBatch next(SpoolBook book) throws IOException {
    try {
      fillWindow(book);
      failures = 0;
    } catch (IOException e) {
      Segment segment = reading;
      if (segment == null || ++failures < GIVE_UP_AFTER) {
        throw e;
      }
      // The disk will not give it: rather count it as lost than keep all behind it for ever.
      failures = 0;
      finish(segment, book);
    }
    Iterator<Map.Entry<BootStream, ArrayDeque<SpoolRow>>> first = window.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<BootStream, ArrayDeque<SpoolRow>> entry = first.next();
    BootStream key = entry.getKey();
    ArrayDeque<SpoolRow> queue = entry.getValue();
    List<WireRow> rows = new ArrayList<>();
    long firstSeq = queue.element().seq();
    long bytes = 0;
    for (SpoolRow row = queue.peek(); row != null; row = queue.peek()) {
      int length = row.row().json().length;
      if (row.seq() != firstSeq + rows.size()
          || rows.size() == EventBatch.MAX_ROWS
          || (bytes > 0 && bytes + length > EventBatch.MAX_BYTES)) {
        break;
      }
      bytes += length;
      windowBytes -= row.bytes();
      rows.add(row.row());
      queue.remove();
    }
    // The rest of this stream goes behind the other streams of the window.
    window.remove(key);
    if (!queue.isEmpty()) {
      window.put(key, queue);
    }
    return new EventBatch(key.boot(), key.stream(), firstSeq, rows);
  }

  private void fillWindow(SpoolBook book) throws IOException {
    while (windowBytes < WINDOW_BYTES) {
      Segment segment = reading;
      SegmentReader records = reader;
      if (segment == null || records == null) {
        if (!openForReading(book)) {
          return;
        }
        continue;
      }
      Payload payload = records.next(segment.end);
      if (payload instanceof Payload.Row(SpoolRow row)) {
        take(row, segment, book);
      } else if (segment == active && payload == null && records.position() == segment.end) {
        return;
      } else {
        finish(segment, book);
      }
    }
  }

  private void take(SpoolRow row, Segment segment, SpoolBook book) {
    long expected = readTo(row.key(), segment) + 1;
    BootStream key = book.wireKey(row.key());
    if (row.seq() > expected) {
      book.loseRest(key, new SeqRange(expected, row.seq() - 1), DAMAGED);
    }
    readTo.put(row.key(), row.seq());
    if (row.seq() > book.acked(key) && !book.isLost(key, row.seq())) {
      SpoolRow known = new SpoolRow(key, row.seq(), row.row());
      window.computeIfAbsent(key, any -> new ArrayDeque<>()).add(known);
      windowBytes += known.bytes();
    }
  }

  private long readTo(BootStream key, Segment segment) {
    SeqRange range = segment.kept().get(key);
    return readTo.getOrDefault(key, range == null ? 0 : range.first() - 1);
  }

  /// Leaves a segment; rows of it that were not met are damaged.
  private void finish(Segment segment, SpoolBook book) throws IOException {
    segment
        .kept()
        .forEach(
            (key, range) -> {
              long readTo = readTo(key, segment);
              if (readTo < range.last()) {
                LOG.warn("segment {} is damaged: {} after {}", segment.path, key, readTo);
                book.loseRest(book.wireKey(key), new SeqRange(readTo + 1, range.last()), DAMAGED);
              }
            });
    if (segment == active) {
      seal();
    }
    closeQuietly(readingFile);
    readingFile = null;
    reader = null;
  }

  /// Goes to the segment after the one read last; false when there is none.
  private boolean openForReading(SpoolBook book) throws IOException {
    Segment before = reading;
    long after = before == null ? 0 : before.number;
    for (Segment segment : segments) {
      if (segment.number > after) {
        reading = segment;
        readTo.clear();
        StorageFile file;
        try {
          file = files.open(segment.path, false);
        } catch (IOException e) {
          if (failures + 1 < GIVE_UP_AFTER) {
            reading = before;
          }
          throw e;
        }
        readingFile = file;
        reader = new SegmentReader(file, SegmentFormat.HEADER);
        mustSave |= book.noteSending(segment);
        return true;
      }
    }
    return false;
  }

  /// Whether, since it was last asked, rows of a new segment were taken for sending.
  boolean takeMustSave() {
    boolean must = mustSave;
    mustSave = false;
    return must;
  }

  /// Everything that is not acknowledged will be read and sent again.
  void rewind() {
    closeQuietly(readingFile);
    readingFile = null;
    reading = null;
    reader = null;
    window.clear();
    windowBytes = 0;
  }

  boolean isActive(Segment segment) {
    return segment == active;
  }

  void close() {
    try {
      seal();
    } catch (IOException e) {
      LOG.warn("spool lane {} could not be closed: {}", lane, e.getMessage());
    }
    rewind();
  }

  private static void closeQuietly(@Nullable StorageFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.warn("spool file could not be closed: {}", e.getMessage());
      }
    }
  }
}
