package dev.spoor.agent.spool;

import dev.spoor.agent.spool.SegmentFormat.Payload;
import dev.spoor.host.storage.StorageFile;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.Loss;
import dev.spoor.wire.LossCodec;
import dev.spoor.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the segments that an earlier process left. One without a footer was being written: it is
/// cut after its last good record (what was behind was never promised) and closed. Damage inside a
/// closed one shows when it is read, as numbers that are missing.
final class SpoolRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolRecovery.class);
  private static final Pattern NAME =
      Pattern.compile("(losses|high|normal|bulk)-([0-9a-f]{16})\\.seg");

  private final StorageFiles files;
  private final SpoolConfig config;

  SpoolRecovery(StorageFiles files, SpoolConfig config) {
    this.files = files;
    this.config = config;
  }

  void recover(Map<Lane, SpoolLane> lanes, SpoolBook book) throws IOException {
    for (Path path : files.list(config.folder())) {
      Matcher name = NAME.matcher(path.getFileName().toString());
      if (!name.matches()) {
        continue;
      }
      Lane lane = Lane.valueOf(name.group(1).toUpperCase(Locale.ROOT));
      SpoolLane chain = lanes.get(lane);
      if (chain == null) {
        throw new IllegalStateException("no lane " + lane);
      }
      long number = Long.parseUnsignedLong(name.group(2), 16);
      chain.skipNumber(number);
      Optional<Segment> segment = recover(new Segment(path, lane, number));
      if (segment.isPresent()) {
        chain.adopt(segment.get());
        if (lane == Lane.LOSSES) {
          noteLosses(segment.get(), book);
        }
      } else {
        files.delete(path);
      }
    }
    files.forceFolder(config.folder());
  }

  /// Nothing, if no row is in it.
  private Optional<Segment> recover(Segment segment) throws IOException {
    try (StorageFile file = files.open(segment.path, false)) {
      long size = file.size();
      ByteBuffer header = read(file, 0, SegmentFormat.HEADER);
      if (!SegmentFormat.isHeader(header, segment.lane, segment.number)) {
        LOG.warn("segment {} has a damaged header", segment.path);
      }
      Payload.Footer footer = footer(file, size);
      if (footer != null) {
        segment.addAll(footer.kept());
        segment.size = size;
        segment.end = size - SegmentFormat.TRAILER - footerRecordLength(file, size);
      } else {
        scan(file, size, segment);
        if (!segment.isEmpty()) {
          file.truncate(segment.end);
          SpoolLane.writeFooter(file, segment);
        }
      }
    }
    return segment.isEmpty() ? Optional.empty() : Optional.of(segment);
  }

  private static void scan(StorageFile file, long size, Segment segment) throws IOException {
    SegmentReader reader = new SegmentReader(file, SegmentFormat.HEADER);
    while (reader.next(size) instanceof Payload.Row(SpoolRow row)) {
      segment.add(row.key(), row.seq());
      segment.end = reader.position();
    }
    if (segment.end < size) {
      LOG.info("segment {} is cut from {} to {} bytes", segment.path, size, segment.end);
    }
  }

  private static Payload.@Nullable Footer footer(StorageFile file, long size) throws IOException {
    int length = footerRecordLength(file, size);
    long end = size - SegmentFormat.TRAILER;
    if (length < 0 || end - length < SegmentFormat.HEADER) {
      return null;
    }
    return new SegmentReader(file, end - length).next(end) instanceof Payload.Footer footer
        ? footer
        : null;
  }

  private static int footerRecordLength(StorageFile file, long size) throws IOException {
    if (size < SegmentFormat.HEADER + SegmentFormat.TRAILER) {
      return -1;
    }
    ByteBuffer trailer = read(file, size - SegmentFormat.TRAILER, SegmentFormat.TRAILER);
    return trailer.remaining() < SegmentFormat.TRAILER ? -1 : SegmentFormat.footerLength(trailer);
  }

  private static ByteBuffer read(StorageFile file, long at, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining() && file.read(at + into.position(), into) >= 0) {
      continue;
    }
    return into.flip();
  }

  /// Rows that were counted as lost must not come back, even if the crash left their file.
  private void noteLosses(Segment segment, SpoolBook book) throws IOException {
    try (StorageFile file = files.open(segment.path, false)) {
      SegmentReader reader = new SegmentReader(file, SegmentFormat.HEADER);
      while (reader.next(segment.end) instanceof Payload.Row(SpoolRow row)) {
        try {
          Loss loss = LossCodec.parse(row.row());
          if (loss.firstSeq() > 0) {
            book.noteLost(
                book.wireKey(new BootStream(loss.boot(), loss.stream())),
                new SeqRange(loss.firstSeq(), loss.lastSeq()));
          }
        } catch (WireException e) {
          LOG.warn("loss {} in {}: {}", row.seq(), segment.path, e.getMessage());
        }
      }
    }
  }
}
