package dev.spoor.evtx;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of an event: its type and the bytes as they lie in the file. Nothing here throws for
/// bytes that do not make a value of the type: they are shown as hexadecimal digits.
public final class EventValue {
  private static final Charset ANSI = Charset.forName("windows-1252");
  private static final byte[] NOTHING = new byte[0];
  static final EventValue EMPTY = literal("");

  private final ValueType type;
  private final boolean array;
  private final byte[] data;
  private final int from;
  private final int length;
  private final @Nullable String literal;
  // the literal escaped for content of an element; made when first asked for
  private byte @Nullable [] literalXml;

  EventValue(ValueType type, boolean array, byte[] data, int from, int length) {
    this.type = type;
    this.array = array;
    this.data = data;
    this.from = from;
    this.length = length;
    this.literal = null;
  }

  private EventValue(String literal) {
    this.type = ValueType.STRING;
    this.array = false;
    this.data = NOTHING;
    this.from = 0;
    this.length = 0;
    this.literal = literal;
  }

  /// Text that stands in the event itself.
  static EventValue literal(String text) {
    return new EventValue(text);
  }

  public ValueType type() {
    return type;
  }

  /// True for several values of the type; the events of a visitor never show one: each item has an
  /// element of its own.
  public boolean isArray() {
    return array;
  }

  /// True if there is no value at all, which is less than an empty one.
  public boolean isNull() {
    return type == ValueType.NULL
        || (literal == null && length == 0 && type != ValueType.STRING && !array);
  }

  /// The bytes of the value; a literal has none.
  public byte[] bytes() {
    return Arrays.copyOfRange(data, from, from + length);
  }

  /// True if the bytes are as many as the type wants.
  public boolean isWhole() {
    return switch (type) {
      case SIZE -> length == 4 || length == 8;
      case BOOLEAN -> length >= 1;
      case SID -> length >= 8 && length >= 8 + 4 * Bytes.u8(data, from + 1);
      default -> type.width() < 0 || length == type.width();
    };
  }

  /// A whole number; unsigned ones of 64 bits come as the bits. 0 if it is none.
  public long number() {
    if (!isWhole()) {
      return 0;
    }
    return switch (type) {
      case INT8 -> data[from];
      case UINT8 -> Bytes.u8(data, from);
      case INT16 -> (short) Bytes.u16(data, from);
      case UINT16 -> Bytes.u16(data, from);
      case INT32 -> Bytes.i32(data, from);
      case UINT32, HEX32 -> Bytes.u32(data, from);
      case INT64, UINT64, HEX64, FILETIME -> Bytes.i64(data, from);
      case SIZE -> length == 4 ? Bytes.u32(data, from) : Bytes.i64(data, from);
      case BOOLEAN -> bool() ? 1 : 0;
      default -> 0;
    };
  }

  /// A floating-point number; NaN if it is none.
  public double real() {
    if (!isWhole()) {
      return Double.NaN;
    }
    return switch (type) {
      case REAL32 -> Float.intBitsToFloat(Bytes.i32(data, from));
      case REAL64 -> Double.longBitsToDouble(Bytes.i64(data, from));
      default -> Double.NaN;
    };
  }

  /// Anything but zero is true: files hold other numbers than 1.
  public boolean bool() {
    for (int i = 0; i < Math.min(length, 4); i++) {
      if (data[from + i] != 0) {
        return true;
      }
    }
    return false;
  }

  /// The moment of a FILETIME or SYSTEMTIME; null if it is none.
  public @Nullable Instant time() {
    if (!isWhole()) {
      return null;
    }
    return switch (type) {
      case FILETIME -> Bytes.time(Bytes.i64(data, from));
      case SYSTEMTIME -> ValueText.systemTime(data, from);
      default -> null;
    };
  }

  /// The digits of a GUID without braces; null if it is none.
  public @Nullable String guid() {
    return type == ValueType.GUID && isWhole() ? ValueText.guid(data, from) : null;
  }

  /// The items of an array.
  public List<EventValue> items() {
    if (!array) {
      return List.of(this);
    }
    List<EventValue> items = new ArrayList<>();
    int end = from + length;
    if (type == ValueType.STRING || type == ValueType.ANSI_STRING) {
      int step = type == ValueType.STRING ? 2 : 1;
      int start = from;
      for (int at = from; at + step <= end; at += step) {
        if (data[at] == 0 && data[at + step - 1] == 0) {
          items.add(new EventValue(type, false, data, start, at - start));
          start = at + step;
        }
      }
      // the last one may lack its end
      if (start + step <= end) {
        items.add(new EventValue(type, false, data, start, end - start));
      }
      return items;
    }
    int width = type.width() > 0 ? type.width() : type == ValueType.SIZE ? 8 : 0;
    if (width == 0 || length % width != 0) {
      return List.of(new EventValue(ValueType.BINARY, false, data, from, length));
    }
    for (int at = from; at < end; at += width) {
      items.add(new EventValue(type, false, data, at, width));
    }
    return items;
  }

  /// How many bytes the value takes.
  int length() {
    return literal == null ? length : literal.length();
  }

  /// The value as it stands in the event's XML, not escaped.
  public String text() {
    if (literal != null) {
      return literal;
    }
    if (array) {
      List<String> all = new ArrayList<>();
      items().forEach(item -> all.add(item.text()));
      return String.join(", ", all);
    }
    return switch (type) {
      case NULL -> "";
      case STRING -> utf16();
      case ANSI_STRING -> ansi();
      default -> length == 0 ? "" : isWhole() ? shown() : ValueText.hex(data, from, length);
    };
  }

  private String shown() {
    return switch (type) {
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> Long.toString(number());
      case UINT64 -> Long.toUnsignedString(number());
      case REAL32 -> Float.toString((float) real());
      case REAL64 -> Double.toString(real());
      case BOOLEAN -> bool() ? "true" : "false";
      case GUID -> '{' + ValueText.guid(data, from) + '}';
      case SIZE, HEX32, HEX64 -> "0x" + Long.toHexString(number());
      case FILETIME -> ValueText.fileTime(number());
      case SYSTEMTIME -> ValueText.systemTimeText(data, from);
      case SID -> ValueText.sid(data, from);
      default -> ValueText.hex(data, from, length);
    };
  }

  private String utf16() {
    int n = length & ~1;
    // texts are often stored with the zero that ends them
    while (n >= 2 && data[from + n - 1] == 0 && data[from + n - 2] == 0) {
      n -= 2;
    }
    return new String(data, from, n, StandardCharsets.UTF_16LE);
  }

  private String ansi() {
    int n = length;
    while (n > 0 && data[from + n - 1] == 0) {
      n--;
    }
    return new String(data, from, n, ANSI);
  }

  /// Writes the value as content of an element or, with quotes escaped, of an attribute.
  void writeTo(XmlWriter out, boolean attribute) {
    if (literal != null) {
      if (attribute) {
        out.escaped(literal, true);
        return;
      }
      byte[] known = literalXml;
      if (known == null) {
        known = XmlWriter.escape(literal);
        literalXml = known;
      }
      out.raw(known);
    } else if (!array && type == ValueType.STRING) {
      int n = length & ~1;
      while (n >= 2 && data[from + n - 1] == 0 && data[from + n - 2] == 0) {
        n -= 2;
      }
      out.escapedUtf16(data, from, n, attribute);
    } else {
      out.escaped(text(), attribute);
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
