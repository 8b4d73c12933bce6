package dev.spoor.server.event.lucene;

import dev.spoor.server.event.lucene.BlockReader.CorruptBlock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A dictionary chunk of a block. Values are decoded once, when first asked for.
final class BlockColumn implements RowGroup.Column {
  private static final Object UNREAD = new Object();

  private final byte[] bytes;
  private final int distinct;
  // of value i: where its bytes begin (its type stands before them) and their number
  private final int[] starts;
  private final int[] lengths;
  private final int codesAt;
  private final int codeWidth;
  private final int @Nullable [] first;
  private @Nullable Object @Nullable [] decoded;
  private int at;

  /// `values` is the number that the shapes ask for; `first` the number of each row's first value,
  /// null when every row has one.
  BlockColumn(byte[] plain, int values, int @Nullable [] first) {
    this.bytes = plain;
    this.first = first;
    int stored = varint();
    this.distinct = varint();
    if (stored != values || distinct > stored || (stored > 0 && distinct == 0)) {
      throw new CorruptBlock("block: a column of " + stored + " values where " + values + " are");
    }
    this.starts = new int[distinct];
    this.lengths = new int[distinct];
    for (int i = 0; i < distinct; i++) {
      lengths[i] = varint();
    }
    int position = at;
    for (int i = 0; i < distinct; i++) {
      starts[i] = position + 1;
      position += 1 + lengths[i];
    }
    this.codesAt = position;
    if (distinct == 1) {
      codeWidth = 0;
    } else if (distinct == stored) {
      codeWidth = -1;
    } else {
      codeWidth = distinct <= 1 << 8 ? 1 : distinct <= 1 << 16 ? 2 : 4;
    }
    if (position + (long) Math.max(0, codeWidth) * stored > bytes.length) {
      throw new CorruptBlock("block: a column that ends early");
    }
  }

  private int varint() {
    int value = 0;
    int shift = 0;
    while (bytes[at] < 0) {
      value |= (bytes[at++] & 0x7F) << shift;
      shift += 7;
    }
    return value | bytes[at++] << shift;
  }

  @Override
  public int distinct() {
    return distinct;
  }

  int first(int row) {
    return first == null ? row : first[row];
  }

  /// The code of the value of this number.
  int code(int value) {
    return switch (codeWidth) {
      case 0 -> 0;
      case -1 -> value;
      case 1 -> bytes[codesAt + value] & 0xFF;
      case 2 -> (bytes[codesAt + 2 * value] & 0xFF) | (bytes[codesAt + 2 * value + 1] & 0xFF) << 8;
      default ->
          (bytes[codesAt + 4 * value] & 0xFF)
              | (bytes[codesAt + 4 * value + 1] & 0xFF) << 8
              | (bytes[codesAt + 4 * value + 2] & 0xFF) << 16
              | bytes[codesAt + 4 * value + 3] << 24;
    };
  }

  @Override
  public @Nullable Object value(int code) {
    @Nullable Object[] known = decoded;
    if (known == null) {
      known = new @Nullable Object[distinct];
      Arrays.fill(known, UNREAD);
      decoded = known;
    }
    Object value = known[code];
    if (UNREAD.equals(value)) {
      value = Scalar.value(bytes[starts[code] - 1], bytes, starts[code], lengths[code]);
      known[code] = value;
    }
    return value;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int code) {
    return starts[code];
  }

  int length(int code) {
    return lengths[code];
  }

  byte[] copy(int code) {
    return Arrays.copyOfRange(bytes, starts[code], starts[code] + lengths[code]);
  }

  String text(int code) {
    return new String(bytes, starts[code], lengths[code], StandardCharsets.UTF_8);
  }

  void appendJson(int code, ByteBuilder out) {
    switch (bytes[starts[code] - 1]) {
      case Scalar.STRING -> {
        out.u8('"');
        out.put(bytes, starts[code], lengths[code]);
        out.u8('"');
      }
      case Scalar.NULL -> out.put(new byte[] {'n', 'u', 'l', 'l'}, 0, 4);
      default -> out.put(bytes, starts[code], lengths[code]);
    }
  }
}
