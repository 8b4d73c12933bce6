package dev.spoor.agent.source.linux;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Walks over the `name=value` fields of one audit record, as bytes: a value is either `"quoted"`,
/// or hexadecimal when it holds anything else than printable ASCII. Not thread-safe.
final class AuditFields {
  private final byte[] text;
  private final int end;
  private int position;
  private int nameStart;
  private int nameEnd;
  private int valueStart;
  private int valueEnd;
  private boolean quoted;

  AuditFields(byte[] text, int from, int end) {
    this.text = text;
    this.position = from;
    this.end = end;
  }

  /// Moves to the next field; false at the end.
  boolean next() {
    while (position < end) {
      while (position < end && text[position] == ' ') {
        position++;
      }
      nameStart = position;
      while (position < end && text[position] != '=' && text[position] != ' ') {
        position++;
      }
      if (position >= end || text[position] == ' ') {
        continue; // a word without a value
      }
      nameEnd = position++;
      readValue();
      return true;
    }
    return false;
  }

  private void readValue() {
    quoted = position < end && text[position] == '"';
    if (quoted) {
      position++;
    }
    byte stop = (byte) (quoted ? '"' : ' ');
    valueStart = position;
    while (position < end && text[position] != stop) {
      position++;
    }
    valueEnd = position;
    if (quoted && position < end) {
      position++;
    }
  }

  boolean named(String name) {
    int length = nameEnd - nameStart;
    if (length != name.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[nameStart + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The name's bytes, for the fields that carry an index in their name.
  int nameLength() {
    return nameEnd - nameStart;
  }

  byte nameAt(int index) {
    return text[nameStart + index];
  }

  /// The value as a decimal number, -1 when it is none.
  long number() {
    return AuditText.decimal(text, valueStart, valueEnd);
  }

  int hexNumber() {
    int value = 0;
    for (int i = valueStart; i < valueEnd; i++) {
      value = value << 4 | Math.max(0, Character.digit(text[i], 16));
    }
    return value;
  }

  boolean isText(String expected) {
    return valueEnd - valueStart == expected.length() && plain().equals(expected);
  }

  String plain() {
    return new String(text, valueStart, valueEnd - valueStart, StandardCharsets.ISO_8859_1);
  }

  /// The bytes that an untrusted string stands for; null for `(null)` and `(none)`.
  byte @Nullable [] bytes() {
    int length = valueEnd - valueStart;
    if (!quoted && length > 0 && text[valueStart] == '(') {
      return null;
    }
    if (quoted) {
      byte[] copy = new byte[length];
      System.arraycopy(text, valueStart, copy, 0, length);
      return copy;
    }
    byte[] decoded = new byte[length / 2];
    for (int i = 0; i < decoded.length; i++) {
      int high = Character.digit(text[valueStart + 2 * i], 16);
      int low = Character.digit(text[valueStart + 2 * i + 1], 16);
      decoded[i] = (byte) (high << 4 | low);
    }
    return decoded;
  }
}
