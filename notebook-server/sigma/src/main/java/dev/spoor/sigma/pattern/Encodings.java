package dev.spoor.sigma.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Values as they look inside of other data.
public final class Encodings {
  private static final int[] START = {0, 2, 3};
  private static final int[] END = {0, 3, 2};

  private Encodings() {}

  public static byte[] utf16le(byte[] utf8) {
    return text(utf8).getBytes(StandardCharsets.UTF_16LE);
  }

  public static byte[] utf16be(byte[] utf8) {
    return text(utf8).getBytes(StandardCharsets.UTF_16BE);
  }

  /// With the byte order mark in front.
  public static byte[] utf16(byte[] utf8) {
    byte[] plain = utf16le(utf8);
    byte[] marked = new byte[plain.length + 2];
    marked[0] = (byte) 0xff;
    marked[1] = (byte) 0xfe;
    System.arraycopy(plain, 0, marked, 2, plain.length);
    return marked;
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  public static byte[] base64(byte[] bytes) {
    return Base64.getEncoder().encode(bytes);
  }

  /// What stays the same in the Base64 of anything that contains the bytes, for each of the three
  /// places where they can begin.
  public static List<byte[]> base64Offsets(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>(3);
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String encoded = Base64.getEncoder().encodeToString(shifted);
      int end = encoded.length() - END[shifted.length % 3];
      String stable = encoded.substring(Math.min(START[shift], end), end);
      parts.add(stable.getBytes(StandardCharsets.US_ASCII));
    }
    return parts;
  }

  /// Bytes as text: UTF-8 where it is, else a character for each byte.
  public static String asText(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
