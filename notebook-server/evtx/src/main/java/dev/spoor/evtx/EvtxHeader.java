package dev.spoor.evtx;

import java.util.zip.CRC32;

/// What the first block of a file says. Read for people and for warnings only: a log that was not
/// closed has stale numbers here, so records are never looked for by them.
///
/// @param isLog whether the file begins as an event log does
/// @param dirty whether the log was not closed
/// @param full whether the log had reached its size
/// @param chunkCount how many chunks the header knows of
/// @param nextRecordId the id of the record that was to come next
/// @param checksumGood whether the header is as it was written
public record EvtxHeader(
    boolean isLog,
    int major,
    int minor,
    boolean dirty,
    boolean full,
    int chunkCount,
    long nextRecordId,
    boolean checksumGood) {
  static final int BLOCK = 4096;
  private static final int NEEDED = 128;
  private static final long MAGIC = 0x00656c6946666c45L;

  /// @param length how many bytes of the block are there
  static EvtxHeader read(byte[] block, int length) {
    if (length < NEEDED || Bytes.i64(block, 0) != MAGIC) {
      return new EvtxHeader(false, 0, 0, false, false, 0, 0, false);
    }
    CRC32 crc = new CRC32();
    crc.update(block, 0, 120);
    int flags = Bytes.i32(block, 120);
    return new EvtxHeader(
        true,
        Bytes.u16(block, 38),
        Bytes.u16(block, 36),
        (flags & 1) != 0,
        (flags & 2) != 0,
        Bytes.u16(block, 42),
        Bytes.i64(block, 24),
        (int) crc.getValue() == Bytes.i32(block, 124));
  }
}
