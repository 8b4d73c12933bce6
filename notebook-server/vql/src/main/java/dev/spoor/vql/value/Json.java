package dev.spoor.vql.value;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// JSON text of values and back, with the order of keys kept.
public final class Json {
  private Json() {}

  /// How values without a JSON type of their own are written.
  ///
  /// @param bigIntegers integers beyond ±2^53 as `{"$int":"…"}`
  /// @param typedTimes times as `{"$time":"RFC 3339"}`
  public record WriteOptions(boolean bigIntegers, boolean typedTimes) {
    public static final WriteOptions PLAIN = new WriteOptions(false, false);
    public static final WriteOptions TYPED = new WriteOptions(true, true);
  }

  /// The bounds of what is read.
  ///
  /// @param times RFC 3339 text of at least 20 characters becomes a time
  public record ReadOptions(int maxDepth, long maxLength, boolean times) {
    public static final ReadOptions DEFAULT = new ReadOptions(100, 64L << 20, false);

    public ReadOptions withTimes() {
      return new ReadOptions(maxDepth, maxLength, true);
    }
  }

  public static String write(@Nullable Object value) {
    return new String(writeBytes(value), StandardCharsets.UTF_8);
  }

  public static byte[] writeBytes(@Nullable Object value) {
    return writeBytes(value, WriteOptions.PLAIN);
  }

  public static byte[] writeBytes(@Nullable Object value, WriteOptions options) {
    return new JsonWriter(options).value(value).toBytes();
  }

  public static void write(@Nullable Object value, WriteOptions options, OutputStream out)
      throws IOException {
    new JsonWriter(options).value(value).writeTo(out);
  }

  /// The value of a JSON text; throws {@link JsonException} with the place of the fault.
  public static @Nullable Object read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8), ReadOptions.DEFAULT);
  }

  public static @Nullable Object read(byte[] json, ReadOptions options) {
    return JsonReader.read(json, 0, json.length, options);
  }

  public static @Nullable Object read(byte[] json, int offset, int length, ReadOptions options) {
    return JsonReader.read(json, offset, length, options);
  }

  /// As {@link #read}, for a text that must be an object.
  public static Row readRow(byte[] json, ReadOptions options) {
    if (read(json, options) instanceof Row row) {
      return row;
    }
    throw new JsonException("not a JSON object");
  }
}
