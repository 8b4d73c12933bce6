package dev.spoor.evtx;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a log has been read: the last record, by its id and the time it was written. The time
/// tells whether the record of that id is still the same one.
///
/// @param recordId 0 before the first record
/// @param fileTime 100 ns since 1601
public record EvtxBookmark(long recordId, long fileTime) {
  /// Before the first record of whatever log there is.
  public static final EvtxBookmark START = new EvtxBookmark(0, 0);

  /// When the record was written; null where that is not known.
  public @Nullable Instant written() {
    return fileTime == 0 ? null : Bytes.time(fileTime);
  }

  /// The form in which it is kept: `id time`.
  public String text() {
    return recordId + " " + fileTime;
  }

  /// Null for a text that is none.
  public static @Nullable EvtxBookmark parse(String text) {
    String[] parts = text.strip().split(" ", -1);
    try {
      return parts.length == 2
          ? new EvtxBookmark(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
