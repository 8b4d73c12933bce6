package dev.spoor.server.event.lucene;

import java.util.Arrays;

/// Takes a row's JSON text apart: the shape (the text with every leaf replaced by 0x00, and every
/// part that is out of bounds by 0x01) and the leaves in order. Nothing is lost: what is out of
/// bounds is kept as JSON text, in the worst case the whole row.
///
/// One worker has one; not thread-safe. What it holds is valid until the next row.
final class RowShredder {
  static final byte LEAF = 0x00;
  static final byte REST = 0x01;

  static final int MAX_DEPTH = 16;
  static final int MAX_LEAVES = 512;
  static final int MAX_ELEMENTS = 256;
  static final int MAX_PATH = 512;
  // of a row with more placeholders than this, nothing is shredded
  private static final int MAX_PLACEHOLDERS = 4_096;
  private static final int MAX_NESTING = 200;

  private static final class Unshreddable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Unshreddable INSTANCE = new Unshreddable();

    private Unshreddable() {
      super(null, null, false, false);
    }
  }

  byte[] shape = new byte[1024];
  int shapeLength;
  byte[] types = new byte[64];
  int[] offsets = new int[64];
  int[] lengths = new int[64];
  int leaves;
  boolean hasRest;

  private byte[] json = new byte[0];
  private int at;

  void shred(byte[] row) {
    json = row;
    at = 0;
    shapeLength = 0;
    leaves = 0;
    hasRest = false;
    try {
      if (json.length == 0 || json[0] != '{') {
        throw Unshreddable.INSTANCE;
      }
      value(0, 0);
      if (at != json.length) {
        throw Unshreddable.INSTANCE;
      }
    } catch (Unshreddable | ArrayIndexOutOfBoundsException notForColumns) {
      keepWhole();
    }
  }

  /// Keeps the whole row of the last [#shred] as text.
  void keepWhole() {
    shapeLength = 0;
    leaves = 0;
    hasRest = true;
    put(REST);
    addLeaf(Scalar.REST, 0, json.length);
  }

  private void value(int depth, int pathLength) {
    byte c = json[at];
    boolean bounded = depth > MAX_DEPTH || pathLength > MAX_PATH;
    switch (c) {
      case '{' -> {
        if (bounded) {
          rest(at);
        } else {
          object(depth, pathLength);
        }
      }
      case '[' -> {
        if (bounded) {
          rest(at);
        } else {
          array(depth, pathLength);
        }
      }
      default -> {
        if (bounded || leaves >= MAX_LEAVES) {
          rest(at);
        } else {
          scalar(c);
        }
      }
    }
  }

  private void object(int depth, int pathLength) {
    put(json[at++]);
    space();
    if (json[at] == '}') {
      put(json[at++]);
      return;
    }
    while (true) {
      if (json[at] != '"') {
        throw Unshreddable.INSTANCE;
      }
      int start = at;
      skipString();
      int name = at - start - 2;
      putAll(start, at);
      space();
      copy(':');
      space();
      value(depth + 1, pathLength + name + 1);
      space();
      if (json[at] == '}') {
        put(json[at++]);
        return;
      }
      copy(',');
      space();
    }
  }

  private void array(int depth, int pathLength) {
    int start = at;
    int shapeBefore = shapeLength;
    int leavesBefore = leaves;
    boolean restBefore = hasRest;
    put(json[at++]);
    space();
    if (json[at] == ']') {
      put(json[at++]);
      return;
    }
    int elements = 0;
    while (true) {
      if (++elements > MAX_ELEMENTS) {
        shapeLength = shapeBefore;
        leaves = leavesBefore;
        hasRest = restBefore;
        rest(start);
        return;
      }
      value(depth + 1, pathLength);
      space();
      if (json[at] == ']') {
        put(json[at++]);
        return;
      }
      copy(',');
      space();
    }
  }

  private void scalar(byte first) {
    int start = at;
    switch (first) {
      case '"' -> {
        skipString();
        add(Scalar.STRING, start + 1, at - start - 2);
      }
      case 't' -> word("true", Scalar.BOOLEAN);
      case 'f' -> word("false", Scalar.BOOLEAN);
      case 'n' -> word("null", Scalar.NULL);
      default -> {
        skipNumber();
        if (at - start > Scalar.MAX_NUMBER) {
          throw Unshreddable.INSTANCE;
        }
        add(Scalar.NUMBER, start, at - start);
      }
    }
  }

  private void word(String word, byte type) {
    int start = at;
    skipWord(word);
    add(type, start, type == Scalar.NULL ? 0 : word.length());
  }

  private void rest(int start) {
    at = start;
    skipValue(0);
    put(REST);
    addLeaf(Scalar.REST, start, at - start);
    hasRest = true;
  }

  private void skipValue(int nesting) {
    if (nesting > MAX_NESTING) {
      throw Unshreddable.INSTANCE;
    }
    switch (json[at]) {
      case '"' -> skipString();
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      case '{', '[' -> {
        byte close = (byte) (json[at] + 2);
        boolean object = json[at] == '{';
        at++;
        skipSpace();
        if (json[at] == close) {
          at++;
          return;
        }
        while (true) {
          if (object) {
            skipString();
            skipSpace();
            expect(':');
            skipSpace();
          }
          skipValue(nesting + 1);
          skipSpace();
          if (json[at] == close) {
            at++;
            return;
          }
          expect(',');
          skipSpace();
        }
      }
      default -> {
        int start = at;
        skipNumber();
        if (at - start > Scalar.MAX_NUMBER) {
          throw Unshreddable.INSTANCE;
        }
      }
    }
  }

  private void skipString() {
    expect('"');
    while (json[at] != '"') {
      if (json[at] == '\\') {
        at++;
        if (json[at] == 'u') {
          for (int i = 1; i <= 4; i++) {
            if (Character.digit(json[at + i], 16) < 0) {
              throw Unshreddable.INSTANCE;
            }
          }
        }
      } else if (json[at] >= 0 && json[at] < 0x20) {
        throw Unshreddable.INSTANCE;
      }
      at++;
    }
    at++;
  }

  private void skipNumber() {
    int start = at;
    if (json[at] == '-') {
      at++;
    }
    int digits = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    boolean fits = at > digits && (json[digits] != '0' || at == digits + 1);
    if (at < json.length && json[at] == '.') {
      at++;
      int fraction = at;
      skipDigits();
      fits &= at > fraction;
    }
    if (at < json.length && (json[at] | 0x20) == 'e') {
      at++;
      if (json[at] == '+' || json[at] == '-') {
        at++;
      }
      int exponent = at;
      skipDigits();
      fits &= at > exponent;
    }
    if (!fits || at == start) {
      throw Unshreddable.INSTANCE;
    }
  }

  private void skipDigits() {
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
  }

  private void skipWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private void expect(char c) {
    if (json[at] != c) {
      throw Unshreddable.INSTANCE;
    }
    at++;
  }

  private void copy(char c) {
    expect(c);
    put((byte) c);
  }

  private void space() {
    while (at < json.length && isSpace(json[at])) {
      put(json[at++]);
    }
  }

  private void skipSpace() {
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void add(byte type, int offset, int length) {
    put(LEAF);
    addLeaf(type, offset, length);
  }

  private void addLeaf(byte type, int offset, int length) {
    if (leaves == types.length) {
      if (leaves >= MAX_PLACEHOLDERS) {
        throw Unshreddable.INSTANCE;
      }
      types = Arrays.copyOf(types, leaves * 2);
      offsets = Arrays.copyOf(offsets, leaves * 2);
      lengths = Arrays.copyOf(lengths, leaves * 2);
    }
    types[leaves] = type;
    offsets[leaves] = offset;
    lengths[leaves] = length;
    leaves++;
  }

  private void put(byte b) {
    if (shapeLength == shape.length) {
      shape = Arrays.copyOf(shape, shapeLength * 2);
    }
    shape[shapeLength++] = b;
  }

  private void putAll(int from, int to) {
    while (shapeLength + to - from > shape.length) {
      shape = Arrays.copyOf(shape, shape.length * 2);
    }
    System.arraycopy(json, from, shape, shapeLength, to - from);
    shapeLength += to - from;
  }
}
