package dev.spoor.evtx;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Follows a log that is written to, by looking at it again and again. The file is opened for each
/// look, so that one that is replaced is seen. Chunks are found by the ids in their headers,
/// because the header of the file is stale while the log is in use. One thread uses it.
public final class EvtxTail {
  /// Opens the log as it is now.
  @FunctionalInterface
  public interface Source {
    EvtxInput open() throws IOException;
  }

  private static final long NEVER = -1;
  private static final int MAX_TOLD = 10_000;

  /// What the header of a chunk says.
  private record Slot(long offset, long firstId, long lastId) {}

  private final Source source;
  private final Consumer<EvtxGap> gaps;
  private final Consumer<EvtxProblem> problems;
  private final Chunk chunk;
  private final List<EvtxProblem> found = new ArrayList<>();
  private final Deque<EvtxRecord> waiting = new ArrayDeque<>();
  private @Nullable EvtxBookmark bookmark;
  private long lastSeen = NEVER;
  // a record at the end of the log could not be read: it may be half written
  private boolean unfinished;
  // the caller is to wait before the next look, which then has no patience
  private boolean pause;
  // the problems that have been told, by the place and the first record of the chunk
  private final Set<String> told = new HashSet<>();

  /// @param from after which record to begin; null for the end that the log has at the first look
  public EvtxTail(
      Source source,
      @Nullable EvtxBookmark from,
      Consumer<EvtxGap> gaps,
      Consumer<EvtxProblem> problems) {
    this.source = source;
    this.bookmark = from;
    this.gaps = gaps;
    this.problems = problems;
    this.chunk = new Chunk(EvtxOptions.DEFAULT.withProblems(found::add));
  }

  /// The last record that was given; null before the first look.
  public @Nullable EvtxBookmark bookmark() {
    return bookmark;
  }

  /// The next new record, or null if there is none at the moment. A file that cannot be opened
  /// throws, and may be asked for again later.
  public @Nullable EvtxRecord next() throws IOException {
    if (waiting.isEmpty()) {
      if (pause) {
        pause = false;
        return null;
      }
      look();
    }
    EvtxRecord record = waiting.poll();
    if (record != null) {
      bookmark = new EvtxBookmark(record.id(), record.writtenFileTime());
    }
    return record;
  }

  private EvtxInput open() throws IOException {
    try {
      return source.open();
    } catch (NoSuchFileException e) {
      // a log that is made later is new from its first record on
      bookmark = bookmark == null ? EvtxBookmark.START : bookmark;
      throw e;
    }
  }

  private void look() throws IOException {
    try (EvtxInput input = open()) {
      CRC32 state = new CRC32();
      List<Slot> slots = slots(input, state);
      boolean again = state.getValue() == lastSeen;
      if (again && bookmark != null && !unfinished) {
        return;
      }
      lastSeen = state.getValue();
      EvtxBookmark from = bookmark;
      if (from == null) {
        bookmark = end(input, slots);
        return;
      }
      long after = resume(input, slots, from);
      boolean patience = !(again && unfinished);
      unfinished = false;
      for (Slot slot : slots) {
        if (slot.lastId > after) {
          boolean last = slot.equals(slots.getLast());
          read(input, slot, after, last && patience);
          if (!waiting.isEmpty()) {
            // one chunk at a time is in memory; the others are found at the next look
            lastSeen = last ? lastSeen : NEVER;
            return;
          }
        }
      }
    }
  }

  private static List<Slot> slots(EvtxInput input, CRC32 state) throws IOException {
    List<Slot> slots = new ArrayList<>();
    byte[] header = new byte[128];
    long size = input.size();
    for (long offset = EvtxHeader.BLOCK; offset < size; offset += Chunk.SIZE) {
      int length = input.read(offset, header, header.length);
      state.update(header, 0, length);
      if (length == header.length && Chunk.isChunk(header)) {
        long first = Bytes.i64(header, 24);
        long last = Bytes.i64(header, 32);
        if (first > 0 && last >= first) {
          slots.add(new Slot(offset, first, last));
        }
      }
    }
    slots.sort(Comparator.comparingLong(Slot::firstId));
    return slots;
  }

  // the last record there is
  private EvtxBookmark end(EvtxInput input, List<Slot> slots) throws IOException {
    EvtxBookmark end = EvtxBookmark.START;
    if (!slots.isEmpty()) {
      Slot last = slots.getLast();
      for (EvtxRecord record : records(input, last)) {
        if (record.id() >= end.recordId()) {
          end = new EvtxBookmark(record.id(), record.writtenFileTime());
        }
      }
      found.clear();
      if (end.recordId() < last.lastId) {
        end = new EvtxBookmark(last.lastId, 0);
      }
    }
    return end;
  }

  // after which id to go on; tells what is missing before that
  private long resume(EvtxInput input, List<Slot> slots, EvtxBookmark from) throws IOException {
    long id = from.recordId();
    if (id == 0) {
      return 0;
    }
    if (slots.isEmpty() || slots.getLast().lastId < id || isReplaced(input, slots, from)) {
      gaps.accept(new EvtxGap(EvtxGap.Cause.CLEARED, 0));
      bookmark = EvtxBookmark.START;
      return 0;
    }
    long oldest = slots.getFirst().firstId;
    if (oldest > id + 1) {
      gaps.accept(new EvtxGap(EvtxGap.Cause.OVERWRITTEN, oldest - id - 1));
      bookmark = new EvtxBookmark(oldest - 1, 0);
    }
    return id;
  }

  private boolean isReplaced(EvtxInput input, List<Slot> slots, EvtxBookmark from)
      throws IOException {
    if (from.fileTime() == 0) {
      return false;
    }
    for (Slot slot : slots) {
      if (slot.firstId <= from.recordId() && from.recordId() <= slot.lastId) {
        for (EvtxRecord record : records(input, slot)) {
          if (record.id() == from.recordId()) {
            found.clear();
            return record.writtenFileTime() != from.fileTime();
          }
        }
        found.clear();
      }
    }
    return false;
  }

  private List<EvtxRecord> records(EvtxInput input, Slot slot) throws IOException {
    found.clear();
    List<EvtxRecord> records = new ArrayList<>();
    if (chunk.load(input, slot.offset)) {
      for (EvtxRecord record = chunk.next(); record != null; record = chunk.next()) {
        records.add(record);
      }
    }
    return records;
  }

  private void read(EvtxInput input, Slot slot, long after, boolean patience) throws IOException {
    List<EvtxRecord> records = records(input, slot);
    long stop = Long.MAX_VALUE;
    for (EvtxProblem problem : found) {
      String key = problem.offset() + " " + slot.firstId;
      if (!problem.isError() || told.contains(key)) {
        continue;
      }
      if (patience) {
        // it may be in the making: what comes after it waits for the next look
        unfinished = true;
        pause = true;
        stop = Math.min(stop, problem.offset());
      } else {
        if (told.size() >= MAX_TOLD) {
          told.clear();
        }
        told.add(key);
        problems.accept(problem);
      }
    }
    found.clear();
    for (EvtxRecord record : records) {
      if (record.id() > after && record.offset() < stop) {
        waiting.add(record);
      }
    }
    EvtxRecord[] sorted = waiting.toArray(new EvtxRecord[0]);
    Arrays.sort(sorted, Comparator.comparingLong(EvtxRecord::id));
    waiting.clear();
    waiting.addAll(Arrays.asList(sorted));
  }
}
