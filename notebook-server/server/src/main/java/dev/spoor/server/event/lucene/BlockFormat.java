package dev.spoor.server.event.lucene;

/// The bytes of a block (little endian); a block can be read with nothing but these.
///
/// ```text
/// "SPB1" | u8 version | column chunk ... | directory | u32 directory length
///        | u32 crc32c of everything before
/// directory  u16 rows, u16 columns, then per column:
///            u8 kind, u16 name length, name (UTF-8), u32 offset, u32 stored length,
///            u32 plain length, u32 distinct
/// kind 0 shape   a dictionary chunk: the row's JSON text with every leaf replaced by 0x00 and
///                what was not shredded by 0x01
/// kind 1 value   a dictionary chunk: the leaves of one path (see JsonNames), row after row
/// kind 2 system  by name: event, ingest, lsn, boot, stream, seq, version, origin: one zigzag
///                varint a row, the difference to the row before (distinct = 0);
///                writer, subject, hostname, artifact: dictionary chunks
/// kind 3 rest    a dictionary chunk: JSON text of what was not shredded, row after row
/// chunk          zstd level 3; as it is when stored length = plain length
/// dictionary     varint values, varint distinct, distinct x varint length,
///                distinct x (u8 type S|N|B|Z|J, bytes), and unless distinct is 1 or equals
///                values: one u8 (distinct <= 256), u16 (<= 65,536) or u32 code per value
/// ```
final class BlockFormat {
  static final int MAGIC = 'S' | 'P' << 8 | 'B' << 16 | '1' << 24;
  static final int VERSION = 1;
  static final int HEADER = 5;
  static final int TRAILER = 8;

  static final int SHAPE = 0;
  static final int VALUE = 1;
  static final int SYSTEM = 2;
  static final int REST = 3;

  static final String EVENT_TIME = "event";
  static final String INGEST_TIME = "ingest";
  static final String LSN = "lsn";
  static final String BOOT = "boot";
  static final String STREAM = "stream";
  static final String SEQ = "seq";
  static final String ARTIFACT_VERSION = "version";
  static final String ORIGIN = "origin";
  static final String WRITER = "writer";
  static final String SUBJECT = "subject";
  static final String HOSTNAME = "hostname";
  static final String ARTIFACT = "artifact";

  /// Chunks below this are not compressed.
  static final int MIN_COMPRESSED = 48;

  static final int ZSTD_LEVEL = 3;

  private BlockFormat() {}
}
