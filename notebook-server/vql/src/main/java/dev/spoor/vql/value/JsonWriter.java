package dev.spoor.vql.value;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes values as JSON into a buffer of bytes. Strings go through as UTF-8; an invalid byte is
/// written as the text `\xHH`. Not safe for several threads.
public final class JsonWriter {
  private static final int MAX_DEPTH = 200;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Json.WriteOptions options;
  private byte[] buffer = new byte[256];
  private int size;
  // what is being written, so that a dict that holds itself ends
  private final Object[] open = new Object[MAX_DEPTH + 1];
  private int depth;

  public JsonWriter(Json.WriteOptions options) {
    this.options = options;
  }

  public int size() {
    return size;
  }

  public void reset() {
    size = 0;
    depth = 0;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(buffer, 0, size);
  }

  /// A byte of the caller's own, such as a line feed between rows.
  public JsonWriter raw(char ascii) {
    put(ascii);
    return this;
  }

  public JsonWriter value(@Nullable Object value) {
    switch (value) {
      case null -> ascii("null");
      case VqlString s -> string(s);
      case Long l -> integer(l);
      case Boolean b -> ascii(b ? "true" : "false");
      case Double d -> ascii(Double.isNaN(d) || Double.isInfinite(d) ? "null" : NumberText.json(d));
      case Row row -> row(row);
      case List<?> list -> list(list);
      case Instant time -> time(time);
      case LazyValue lazy -> value(LazyValue.force(lazy));
      default -> string(VqlString.of(value.toString()));
    }
    return this;
  }

  private void integer(long value) {
    if (options.bigIntegers() && Math.abs(value) > 1L << 53) {
      ascii("{\"$int\":\"");
      ascii(Long.toString(value));
      ascii("\"}");
    } else {
      ascii(Long.toString(value));
    }
  }

  private void time(Instant time) {
    ascii(options.typedTimes() ? "{\"$time\":\"" : "\"");
    ascii(TimeText.rfc3339(time));
    ascii(options.typedTimes() ? "\"}" : "\"");
  }

  private void list(List<?> list) {
    if (!enter(null)) {
      return;
    }
    put('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        put(',');
      }
      value(list.get(i));
    }
    put(']');
    depth--;
  }

  private void row(Row row) {
    if (!enter(row)) {
      return;
    }
    put('{');
    boolean first = true;
    for (String column : row.columns()) {
      Object cell = LazyValue.force(row.get(column));
      if (cell instanceof Row inner && isOpen(inner)) {
        continue;
      }
      if (!first) {
        put(',');
      }
      first = false;
      string(VqlString.of(column));
      put(':');
      value(cell);
    }
    put('}');
    depth--;
  }

  private boolean enter(@Nullable Row row) {
    if (depth == MAX_DEPTH) {
      ascii("null");
      return false;
    }
    depth++;
    open[depth] = row == null ? this : row;
    return true;
  }

  private boolean isOpen(Object row) {
    for (int i = 1; i <= depth; i++) {
      if (Values.same(open[i], row)) {
        return true;
      }
    }
    return false;
  }

  private void string(VqlString value) {
    byte[] b = value.bytes();
    ensure(b.length + 2);
    put('"');
    for (int i = 0; i < b.length; i++) {
      int c = b[i];
      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) {
        put((char) c);
      } else if (c < 0) {
        int length = Utf8.sequenceAt(b, i);
        if (length == 0) {
          ascii("\\\\x");
          put((char) HEX[(c >> 4) & 15]);
          put((char) HEX[c & 15]);
        } else {
          ensure(length);
          System.arraycopy(b, i, buffer, size, length);
          size += length;
          i += length - 1;
        }
      } else {
        escape(c);
      }
    }
    put('"');
  }

  private void escape(int c) {
    switch (c) {
      case '"' -> ascii("\\\"");
      case '\\' -> ascii("\\\\");
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      default -> {
        ascii("\\u00");
        put((char) HEX[(c >> 4) & 15]);
        put((char) HEX[c & 15]);
      }
    }
  }

  private void ascii(String text) {
    int length = text.length();
    ensure(length);
    for (int i = 0; i < length; i++) {
      buffer[size + i] = (byte) text.charAt(i);
    }
    size += length;
  }

  private void put(char c) {
    if (size == buffer.length) {
      ensure(1);
    }
    buffer[size++] = (byte) c;
  }

  private void ensure(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
    }
  }
}
