package dev.spoor.server.event.lucene;

import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.VqlString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One leaf of a row: its type and the bytes that stood in the JSON text (of a string what is
/// between the quotes, escapes and all), and how they become a value of the language and a hash.
final class Scalar {
  static final byte STRING = 'S';
  static final byte NUMBER = 'N';
  static final byte BOOLEAN = 'B';
  static final byte NULL = 'Z';

  /// not a scalar: the JSON text of what was not shredded
  static final byte REST = 'J';

  /// The longest text of a number that goes into a column.
  static final int MAX_NUMBER = 400;

  private static final long STRING_SEED = 0x53;
  private static final long DOUBLE_SEED = 0x44;
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Scalar() {}

  static @Nullable Object value(byte type, byte[] bytes, int offset, int length) {
    return switch (type) {
      case STRING -> string(bytes, offset, length);
      case NUMBER -> number(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
      case BOOLEAN -> (Object) (bytes[offset] == 't');
      case NULL -> null;
      default -> throw new IllegalArgumentException("unknown type of a value: " + type);
    };
  }

  private static Object string(byte[] bytes, int offset, int length) {
    if (length >= 20 && bytes[offset + 4] == '-' && bytes[offset + 7] == '-' && length <= 80) {
      VqlString text = text(bytes, offset, length);
      Instant time = TimeText.parse(text.toString());
      return time == null ? text : time;
    }
    return text(bytes, offset, length);
  }

  static VqlString text(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\\') {
        return VqlString.of(JsonNames.unescape(bytes, offset, length));
      }
    }
    return VqlString.ofBytes(bytes, offset, length);
  }

  private static Object number(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return Double.parseDouble(text);
      }
    }
    if (text.length() <= 18) {
      return Long.parseLong(text);
    }
    BigInteger big = new BigInteger(text);
    return big.compareTo(LONG_MIN) >= 0 && big.compareTo(LONG_MAX) <= 0
        ? (Object) big.longValue()
        : (Object) big.doubleValue();
  }

  static long pathSeed(String pathKey) {
    byte[] bytes = pathKey.getBytes(StandardCharsets.UTF_8);
    return Hashes.of(bytes, 0, bytes.length, 0);
  }

  /// The hash of a stored leaf; equal values of the language at one path have the same.
  static long hash(long pathSeed, byte type, byte[] bytes, int offset, int length) {
    if (type == STRING) {
      boolean plain = length < 20 || bytes[offset + 4] != '-';
      for (int i = offset; plain && i < offset + length; i++) {
        plain = bytes[i] != '\\';
      }
      if (plain) {
        return Hashes.of(bytes, offset, length, pathSeed + STRING_SEED);
      }
    }
    return hash(pathSeed, value(type, bytes, offset, length));
  }

  /// The hash of a value; NULL has one too, though nobody looks for it.
  static long hash(long pathSeed, @Nullable Object value) {
    return switch (value) {
      case VqlString text ->
          Hashes.of(text.bytes(), 0, text.bytes().length, pathSeed + STRING_SEED);
      case Long number -> Hashes.ofLong(number, pathSeed);
      case Boolean truth -> Hashes.ofLong(truth ? 1 : 0, pathSeed);
      case Double number -> hashOf(pathSeed, number);
      case Instant time ->
          time.getNano() == 0
              ? Hashes.ofLong(time.getEpochSecond(), pathSeed)
              : hashOf(
                  pathSeed,
                  BigDecimal.valueOf(time.getEpochSecond())
                      .add(BigDecimal.valueOf(time.getNano(), 9))
                      .doubleValue());
      case null, default -> Hashes.ofLong(0, pathSeed + 1);
    };
  }

  private static long hashOf(long pathSeed, double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 0x1p63;
    return whole
        ? Hashes.ofLong((long) number, pathSeed)
        : Hashes.ofLong(Double.doubleToLongBits(number), pathSeed + DOUBLE_SEED);
  }

  /// True for values that can be looked up by hash.
  static boolean isHashable(@Nullable Object value) {
    return value instanceof VqlString
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double
        || value instanceof Instant;
  }

  /// The five bytes of a hash that become a term of `v`.
  static byte[] term(long hash) {
    return new byte[] {
      (byte) (hash >>> 56),
      (byte) (hash >>> 48),
      (byte) (hash >>> 40),
      (byte) (hash >>> 32),
      (byte) (hash >>> 24)
    };
  }
}
