package dev.spoor.evtx;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The chunk of a file that is read at the moment, in a buffer that is used for all of them.
///
/// ```
/// 0    "ElfChnk\0"  first and last number, first and last record id (u64 each)
/// 40   header size, offset of the last record, offset of the free space, checksum of the records
/// 120  flags (4: no checksums), checksum of the header
/// 128  offsets of common names and templates
/// 512  records, then what is left of older ones
/// ```
final class Chunk {
  static final int SIZE = 1 << 16;
  static final int HEADER = 512;
  private static final long MAGIC = 0x006b6e6843666c45L;
  private static final int RECORD_MAGIC = 0x00002a2a;
  private static final int RECORD_HEADER = 24;
  private static final int SMALLEST = RECORD_HEADER + 4;
  private static final int NO_CHECKSUMS = 4;

  private final byte[] data = new byte[SIZE];
  private final BinXmlParser parser = new BinXmlParser(data);
  private final EvtxOptions options;
  private long offset;
  private int length;
  private boolean hasMagic;
  private int at;
  private int used;
  // something stood between two records
  private boolean broken;

  Chunk(EvtxOptions options) {
    this.options = options;
  }

  /// Reads the slot at an offset of the file.
  ///
  /// @return whether records are to be looked for in it
  boolean load(EvtxInput input, long position) throws IOException {
    offset = position;
    length = input.read(position, data, SIZE);
    parser.newChunk();
    Arrays.fill(data, length, SIZE, (byte) 0);
    hasMagic = length >= HEADER && isChunk(data);
    at = HEADER;
    used = HEADER;
    broken = false;
    if (!hasMagic) {
      noChunk();
      return options.recover() && length > HEADER;
    }
    used = usedSpace();
    if (length < SIZE) {
      warn("the chunk ends after " + length + " bytes");
    }
    checkSums();
    return true;
  }

  /// Whether these bytes begin as a chunk does.
  static boolean isChunk(byte[] header) {
    return Bytes.i64(header, 0) == MAGIC;
  }

  private void noChunk() {
    for (int i = 0; i < length; i++) {
      if (data[i] != 0) {
        warn(length < HEADER ? length + " bytes follow the last chunk" : "there is no chunk here");
        return;
      }
    }
  }

  // a free offset that cannot be is no reason to read nothing
  private int usedSpace() {
    long free = Bytes.u32(data, 48);
    if (free >= HEADER && free <= SIZE) {
      return (int) free;
    }
    warn("the chunk says that its records end at " + free);
    return SIZE;
  }

  private void checkSums() {
    if ((Bytes.i32(data, 120) & NO_CHECKSUMS) != 0) {
      return;
    }
    CRC32 crc = new CRC32();
    crc.update(data, 0, 120);
    crc.update(data, 128, HEADER - 128);
    if ((int) crc.getValue() != Bytes.i32(data, 124)) {
      warn("the checksum of the chunk's header is wrong");
    }
    crc.reset();
    crc.update(data, HEADER, used - HEADER);
    if (used <= length && (int) crc.getValue() != Bytes.i32(data, 52)) {
      warn("the checksum of the chunk's records is wrong");
    }
  }

  private void warn(String message) {
    options.problems().accept(EvtxProblem.warning(offset, message));
  }

  /// The id of the last record, as the header says.
  long lastRecordId() {
    return Bytes.i64(data, 32);
  }

  /// The next record that can be read; null after the last.
  @Nullable EvtxRecord next() {
    while (true) {
      boolean slack = at >= used;
      if (slack && !options.recover()) {
        return null;
      }
      int end = slack ? length : Math.min(used, length);
      if (at >= end && !slack) {
        options
            .problems()
            .accept(
                EvtxProblem.error(
                    offset + at,
                    EvtxProblem.NO_RECORD,
                    "the file ends before the records of the chunk do"));
        at = used;
        continue;
      }
      if (slack || !isRecord(at, end)) {
        if (!slack) {
          lostRecord(end);
        }
        at = search(slack ? at : at + 1, end);
        if (at < 0) {
          at = slack ? SIZE : used;
          if (slack) {
            return null;
          }
          continue;
        }
        broken = true;
      }
      boolean stale = slack || (broken && !isOfThisChunk(at));
      int start = at;
      int size = Bytes.i32(data, start + 4);
      at += size;
      if (stale && !options.recover()) {
        continue;
      }
      EvtxRecord record = read(start, size, stale);
      if (record != null) {
        return record;
      }
    }
  }

  // behind a break may lie what another chunk left
  private boolean isOfThisChunk(int start) {
    long id = Bytes.i64(data, start + 8);
    return Long.compareUnsigned(id, Bytes.i64(data, 24)) >= 0
        && Long.compareUnsigned(id, lastRecordId()) <= 0;
  }

  // something stands where a record should
  private void lostRecord(int end) {
    boolean signed = end - at >= SMALLEST && Bytes.i32(data, at) == RECORD_MAGIC;
    long id = signed ? Bytes.i64(data, at + 8) : EvtxProblem.NO_RECORD;
    String message;
    if (signed) {
      message = "the record says it has " + Bytes.u32(data, at + 4) + " bytes";
    } else {
      message = "there is no record where one should be";
    }
    options.problems().accept(EvtxProblem.error(offset + at, id, message));
  }

  private boolean isRecord(int from, int end) {
    if (end - from < SMALLEST || Bytes.i32(data, from) != RECORD_MAGIC) {
      return false;
    }
    int size = Bytes.i32(data, from + 4);
    return size >= SMALLEST && size <= end - from;
  }

  // the next place from which on there is a record whose two sizes agree
  private int search(int from, int end) {
    for (int i = from; i <= end - SMALLEST; i++) {
      if (data[i] == '*'
          && isRecord(i, end)
          && Bytes.i32(data, i + Bytes.i32(data, i + 4) - 4) == Bytes.i32(data, i + 4)) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable EvtxRecord read(int start, int size, boolean recovered) {
    long id = Bytes.i64(data, start + 8);
    try {
      Instance event =
          parser.event(start + RECORD_HEADER, start + size - 4, Math.min(length, SIZE));
      EvtxRecord record =
          new EvtxRecord(id, Bytes.i64(data, start + 16), offset + start, size, recovered, event);
      if (event.hasArrays() || event.size(EvtxRecord.LIMIT) > EvtxRecord.LIMIT) {
        record.accept(Measure.INSTANCE);
      }
      if (Bytes.i32(data, start + size - 4) != size) {
        options
            .problems()
            .accept(
                new EvtxProblem(
                    EvtxProblem.Severity.WARNING,
                    offset + start,
                    id,
                    "the two sizes of the record differ"));
      }
      return record;
    } catch (BinXmlException e) {
      String message = String.valueOf(e.getMessage());
      options
          .problems()
          .accept(
              new EvtxProblem(
                  recovered ? EvtxProblem.Severity.WARNING : EvtxProblem.Severity.ERROR,
                  offset + start,
                  id,
                  recovered ? "a deleted record cannot be read: " + message : message));
      return null;
    }
  }

  /// Looks at everything and keeps nothing: the walk itself counts.
  private enum Measure implements EventVisitor {
    INSTANCE;

    @Override
    public void startElement(EventName name) {}

    @Override
    public void attribute(EventName name, EventValue value) {}

    @Override
    public void text(EventValue value) {}

    @Override
    public void endElement(EventName name) {}
  }
}
