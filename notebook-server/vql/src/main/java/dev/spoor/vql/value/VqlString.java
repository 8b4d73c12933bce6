package dev.spoor.vql.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A string of the language: UTF-8 bytes, which may be invalid, with a cached `String` view.
/// Immutable and safe for use by many threads.
public final class VqlString implements Comparable<VqlString> {
  public static final VqlString EMPTY = new VqlString(new byte[0], "");

  // at least one of the two is set; the other is made when asked for (a benign race)
  private byte @Nullable [] bytes;
  private @Nullable String text;
  private int hash;

  private VqlString(byte @Nullable [] bytes, @Nullable String text) {
    this.bytes = bytes;
    this.text = text;
  }

  public static VqlString of(String text) {
    return text.isEmpty() ? EMPTY : new VqlString(null, text);
  }

  /// Takes the array over: the caller must not change it afterwards.
  public static VqlString ofBytes(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new VqlString(bytes, null);
  }

  /// A copy of a part of an array.
  public static VqlString ofBytes(byte[] bytes, int offset, int length) {
    return length == 0
        ? EMPTY
        : new VqlString(Arrays.copyOfRange(bytes, offset, offset + length), null);
  }

  /// The bytes themselves: not to be changed.
  public byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      String t = text;
      known = t == null ? new byte[0] : t.getBytes(StandardCharsets.UTF_8);
      bytes = known;
    }
    return known;
  }

  /// The bytes as text; invalid ones become U+FFFD.
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = new String(bytes(), StandardCharsets.UTF_8);
      text = known;
    }
    return known;
  }

  /// The number of bytes.
  public int length() {
    return bytes().length;
  }

  public boolean isEmpty() {
    byte[] b = bytes;
    if (b != null) {
      return b.length == 0;
    }
    return text == null || text.isEmpty();
  }

  public VqlString concat(VqlString other) {
    byte[] a = bytes();
    byte[] b = other.bytes();
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return ofBytes(joined);
  }

  public VqlString slice(int from, int to) {
    return ofBytes(bytes(), from, to - from);
  }

  /// True if every byte sequence is valid UTF-8.
  public boolean isValidUtf8() {
    return Utf8.invalidAt(bytes(), 0) < 0;
  }

  /// Bytewise, unsigned.
  @Override
  public int compareTo(VqlString other) {
    return Arrays.compareUnsigned(bytes(), other.bytes());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VqlString that
        && (this == that || Arrays.equals(bytes(), that.bytes()));
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = Arrays.hashCode(bytes());
      hash = h;
    }
    return h;
  }
}
