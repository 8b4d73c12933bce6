package dev.spoor.evtx;

/// The types of values. An array has the type of its items, and [EventValue#isArray].
public enum ValueType {
  NULL(0x00, -1),
  STRING(0x01, -1),
  ANSI_STRING(0x02, -1),
  INT8(0x03, 1),
  UINT8(0x04, 1),
  INT16(0x05, 2),
  UINT16(0x06, 2),
  INT32(0x07, 4),
  UINT32(0x08, 4),
  INT64(0x09, 8),
  UINT64(0x0a, 8),
  REAL32(0x0b, 4),
  REAL64(0x0c, 8),
  BOOLEAN(0x0d, 4),
  BINARY(0x0e, -1),
  GUID(0x0f, 16),
  /// As wide as a pointer of the machine that wrote it.
  SIZE(0x10, -1),
  FILETIME(0x11, 8),
  SYSTEMTIME(0x12, 16),
  SID(0x13, -1),
  HEX32(0x14, 4),
  HEX64(0x15, 8),
  /// An event inside of the event.
  BINARY_XML(0x21, -1),
  /// A number that stands for none of the others; shown as bytes.
  UNKNOWN(-1, -1);

  private static final ValueType[] BY_CODE = new ValueType[0x80];

  static {
    java.util.Arrays.fill(BY_CODE, UNKNOWN);
    for (ValueType type : values()) {
      if (type.code >= 0) {
        BY_CODE[type.code] = type;
      }
    }
  }

  private final int code;
  private final int width;

  ValueType(int code, int width) {
    this.code = code;
    this.width = width;
  }

  /// The type of a code, without the bit for arrays.
  static ValueType of(int code) {
    return BY_CODE[code & 0x7f];
  }

  /// Bytes of a value; -1 if that varies.
  int width() {
    return width;
  }
}
