package dev.spoor.agent.spool;

import dev.spoor.wire.WireRow;

/// One row with its number.
record SpoolRow(BootStream key, long seq, WireRow row) {
  /// Bytes on disk, with its frame.
  int bytes() {
    return SegmentFormat.FRAME + SegmentFormat.ROW_HEAD + row.json().length;
  }
}
