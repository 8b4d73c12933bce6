package dev.spoor.vql.value;

/// Validity of UTF-8: where a byte sequence breaks the rules.
public final class Utf8 {
  private Utf8() {}

  /// The index of the first invalid byte at or after `from`, or -1.
  public static int invalidAt(byte[] b, int from) {
    int i = from;
    while (i < b.length) {
      int length = sequenceAt(b, i);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /// The length of the valid sequence at `i`, or 0.
  public static int sequenceAt(byte[] b, int i) {
    int c = b[i];
    if (c >= 0) {
      return 1;
    }
    int lead = c & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (i + length > b.length) {
      return 0;
    }
    int second = b[i + 1] & 0xff;
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((b[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
