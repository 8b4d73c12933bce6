package dev.spoor.agent.source.linux;

import dev.spoor.vql.value.Utf8;
import dev.spoor.vql.value.VqlString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of the kernel as text of a row: valid UTF-8 as it is, each invalid byte as `\xHH`.
final class EventText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private EventText() {}

  static boolean isValid(byte[] bytes) {
    return Utf8.invalidAt(bytes, 0) < 0;
  }

  static VqlString of(byte[] bytes) {
    int invalid = Utf8.invalidAt(bytes, 0);
    if (invalid < 0) {
      return VqlString.ofBytes(bytes);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
    int from = 0;
    while (invalid >= 0) {
      out.write(bytes, from, invalid - from);
      out.write('\\');
      out.write('x');
      out.write(HEX[bytes[invalid] >> 4 & 15]);
      out.write(HEX[bytes[invalid] & 15]);
      from = invalid + 1;
      invalid = Utf8.invalidAt(bytes, from);
    }
    out.write(bytes, from, bytes.length - from);
    return VqlString.ofBytes(out.toByteArray());
  }

  /// How many bytes the text takes inside a JSON string, at most.
  static long jsonSize(VqlString text) {
    long size = 0;
    for (byte b : text.bytes()) {
      size += jsonSize(b);
    }
    return size;
  }

  private static int jsonSize(byte b) {
    if (b == '"' || b == '\\') {
      return 2;
    }
    return (b >= 0 && b < 0x20) || b == 0x7f ? 6 : 1;
  }

  /// The text, cut at a character so that it and a mark take no more than `budget` bytes of JSON.
  static VqlString cut(VqlString text, long budget) {
    if (jsonSize(text) <= budget) {
      return text;
    }
    byte[] bytes = text.bytes();
    String mark = "…[cut: " + bytes.length + " bytes in all]";
    long room = budget - mark.length() - 2;
    int end = 0;
    while (end < bytes.length && room >= jsonSize(bytes[end])) {
      room -= jsonSize(bytes[end++]);
    }
    while (end > 0 && end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return VqlString.ofBytes(Arrays.copyOf(bytes, end)).concat(VqlString.of(mark));
  }
}
