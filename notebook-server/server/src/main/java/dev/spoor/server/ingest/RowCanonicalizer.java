package dev.spoor.server.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rewrites a row's JSON text into the one form that is stored, so that "the stored row" is one
/// text: no insignificant white space, of a key that occurs twice the last, only the escapes that
/// JSON needs, numbers as they came. A byte that is not UTF-8 becomes the text `\xHH`.
///
/// Trusts nothing: depth and length are bounded, and text that is not one JSON object is refused.
/// Not thread-safe; one instance serves many rows.
final class RowCanonicalizer {
  static final int MAX_ROW_BYTES = 4 << 20;
  static final int MAX_DEPTH = 128;

  /// A row that is refused; the message says why and is safe to show.
  static final class RefusedRow extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedRow(String message) {
      super(message, null, false, false);
    }
  }

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final List<RowMembers> members = new ArrayList<>();
  private byte[] in = new byte[0];
  private int at;
  private byte[] out = new byte[4096];
  private int length;

  byte[] canonicalize(byte[] row) throws RefusedRow {
    if (row.length > MAX_ROW_BYTES) {
      throw new RefusedRow("row of " + row.length + " bytes is longer than " + MAX_ROW_BYTES);
    }
    in = row;
    at = 0;
    length = 0;
    skipSpace();
    if (at >= in.length || in[at] != '{') {
      throw refused("a row must be a JSON object");
    }
    object(0);
    skipSpace();
    if (at != in.length) {
      throw refused("text after the row");
    }
    if (length == row.length && Arrays.equals(out, 0, length, row, 0, length)) {
      return row;
    }
    return Arrays.copyOf(out, length);
  }

  private void value(int depth) throws RefusedRow {
    if (at >= in.length) {
      throw refused("row ends early");
    }
    switch (in[at]) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void object(int depth) throws RefusedRow {
    checkDepth(depth);
    RowMembers seen = membersAt(depth);
    seen.clear();
    put('{');
    at++;
    skipSpace();
    if (at < in.length && in[at] == '}') {
      at++;
      put('}');
      return;
    }
    while (true) {
      int start = length;
      if (at >= in.length || in[at] != '"') {
        throw refused("a key must be a string");
      }
      string();
      int keyEnd = length;
      skipSpace();
      expect(':');
      put(':');
      skipSpace();
      value(depth + 1);
      seen.add(out, start, keyEnd, length);
      skipSpace();
      if (at < in.length && in[at] == ',') {
        at++;
        put(',');
        skipSpace();
        continue;
      }
      expect('}');
      if (seen.hasRepeats) {
        length = seen.compact(out);
      }
      put('}');
      return;
    }
  }

  private void array(int depth) throws RefusedRow {
    checkDepth(depth);
    put('[');
    at++;
    skipSpace();
    if (at < in.length && in[at] == ']') {
      at++;
      put(']');
      return;
    }
    while (true) {
      value(depth + 1);
      skipSpace();
      if (at < in.length && in[at] == ',') {
        at++;
        put(',');
        skipSpace();
        continue;
      }
      expect(']');
      put(']');
      return;
    }
  }

  private void string() throws RefusedRow {
    put('"');
    at++;
    while (true) {
      int plain = at;
      while (plain < in.length && in[plain] >= 0x20 && in[plain] != '"' && in[plain] != '\\') {
        plain++;
      }
      putAll(in, at, plain);
      at = plain;
      if (at >= in.length) {
        throw refused("a string does not end");
      }
      byte b = in[at];
      if (b == '"') {
        at++;
        put('"');
        return;
      } else if (b == '\\') {
        escape();
      } else if (b < 0) {
        multiByte();
      } else {
        throw refused("a control character stands bare in a string");
      }
    }
  }

  private void escape() throws RefusedRow {
    if (at + 1 >= in.length) {
      throw refused("a string does not end");
    }
    byte b = in[at + 1];
    switch (b) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> {
        put('\\');
        put(b);
        at += 2;
      }
      case '/' -> {
        put('/');
        at += 2;
      }
      case 'u' -> {
        int unit = hex4(at + 2);
        at += 6;
        if (Character.isHighSurrogate((char) unit)
            && at + 5 < in.length
            && in[at] == '\\'
            && in[at + 1] == 'u') {
          int low = hex4(at + 2);
          if (Character.isLowSurrogate((char) low)) {
            at += 6;
            putCodePoint(Character.toCodePoint((char) unit, (char) low));
            return;
          }
        }
        putUnit(unit);
      }
      default -> throw refused("unknown escape in a string");
    }
  }

  private void putUnit(int unit) {
    switch (unit) {
      case '"', '\\' -> {
        put('\\');
        put(unit);
      }
      case '\b' -> putEscape('b');
      case '\f' -> putEscape('f');
      case '\n' -> putEscape('n');
      case '\r' -> putEscape('r');
      case '\t' -> putEscape('t');
      default -> {
        if (unit < 0x20 || Character.isSurrogate((char) unit)) {
          putEscape('u');
          put(HEX[unit >> 12]);
          put(HEX[(unit >> 8) & 15]);
          put(HEX[(unit >> 4) & 15]);
          put(HEX[unit & 15]);
        } else {
          putCodePoint(unit);
        }
      }
    }
  }

  private void putEscape(char letter) {
    put('\\');
    put(letter);
  }

  private void putCodePoint(int c) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | (c >> 6));
      put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      put(0xE0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3F));
      put(0x80 | (c & 0x3F));
    } else {
      put(0xF0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3F));
      put(0x80 | ((c >> 6) & 0x3F));
      put(0x80 | (c & 0x3F));
    }
  }

  /// One UTF-8 sequence as it is, or the text `\xHH` for a byte that begins none.
  private void multiByte() {
    int size = sequenceLength(in, at);
    if (size > 0) {
      putAll(in, at, at + size);
      at += size;
      return;
    }
    int b = in[at] & 0xFF;
    put('\\');
    put('\\');
    put('x');
    put(HEX[b >> 4]);
    put(HEX[b & 15]);
    at++;
  }

  private static int sequenceLength(byte[] bytes, int at) {
    int b = bytes[at] & 0xFF;
    int size = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
    if (b < 0xC2 || b > 0xF4 || at + size > bytes.length) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean wrong =
        (b == 0xE0 && second < 0xA0)
            || (b == 0xED && second > 0x9F)
            || (b == 0xF0 && second < 0x90)
            || (b == 0xF4 && second > 0x8F);
    return wrong ? 0 : size;
  }

  private void number() throws RefusedRow {
    int start = at;
    if (at < in.length && in[at] == '-') {
      at++;
    }
    if (at < in.length && in[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < in.length && in[at] == '.') {
      at++;
      digits();
    }
    if (at < in.length && (in[at] | 0x20) == 'e') {
      at++;
      if (at < in.length && (in[at] == '+' || in[at] == '-')) {
        at++;
      }
      digits();
    }
    putAll(in, start, at);
  }

  private void digits() throws RefusedRow {
    int start = at;
    while (at < in.length && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw refused("neither a value nor a number");
    }
  }

  private void word(String word) throws RefusedRow {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= in.length || in[at + i] != word.charAt(i)) {
        throw refused("neither a value nor a number");
      }
    }
    putAll(in, at, at + word.length());
    at += word.length();
  }

  private int hex4(int from) throws RefusedRow {
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < in.length ? Character.digit(in[i], 16) : -1;
      if (digit < 0) {
        throw refused("unknown escape in a string");
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private void skipSpace() {
    while (at < in.length
        && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
      at++;
    }
  }

  private void expect(char c) throws RefusedRow {
    if (at >= in.length) {
      throw refused("row ends early");
    }
    if (in[at] != c) {
      throw refused("\"" + c + "\" expected");
    }
    at++;
  }

  private void checkDepth(int depth) throws RefusedRow {
    if (depth >= MAX_DEPTH) {
      throw refused("row is nested deeper than " + MAX_DEPTH);
    }
  }

  private RefusedRow refused(String why) {
    return new RefusedRow(why + " (byte " + at + ")");
  }

  private void put(int b) {
    if (length == out.length) {
      out = Arrays.copyOf(out, length * 2);
    }
    out[length++] = (byte) b;
  }

  private void putAll(byte[] from, int start, int end) {
    int count = end - start;
    if (length + count > out.length) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, length + count));
    }
    System.arraycopy(from, start, out, length, count);
    length += count;
  }

  private RowMembers membersAt(int depth) {
    while (members.size() <= depth) {
      members.add(new RowMembers());
    }
    return members.get(depth);
  }
}
