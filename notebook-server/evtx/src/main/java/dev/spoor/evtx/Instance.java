package dev.spoor.evtx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A template with its values. The values lie in `data`.
final class Instance {
  private static final byte ARRAY = (byte) 0x80;
  static final Values NO_VALUES =
      new Values(new byte[0], new byte[0], new int[0], new int[0], null);

  /// What stands at the places.
  ///
  /// @param nested the trees of values that are trees; null if there are none
  record Values(
      byte[] data,
      byte[] types,
      int[] offsets,
      int[] lengths,
      @Nullable Instance @Nullable [] nested) {}

  private final Template template;
  private final Values values;
  // the items of the array that was asked for last
  private int itemsOf = -1;
  private List<EventValue> items = List.of();

  Instance(Template template, Values values) {
    this.template = template;
    this.values = values;
  }

  Template template() {
    return template;
  }

  int count() {
    return values.types.length;
  }

  /// The tree at a place; null if the value is not a tree.
  @Nullable Instance nested(int index) {
    @Nullable Instance @Nullable [] all = values.nested;
    return all == null || index >= all.length ? null : all[index];
  }

  boolean isArray(int index) {
    return index < values.types.length && (values.types[index] & ARRAY) != 0;
  }

  /// True if a tree below or this one has an array among its values.
  boolean hasArrays() {
    for (int i = 0; i < values.types.length; i++) {
      if ((values.types[i] & ARRAY) != 0) {
        return true;
      }
      Instance inner = nested(i);
      if (inner != null && inner.hasArrays()) {
        return true;
      }
    }
    return false;
  }

  boolean isNull(int index) {
    return index >= values.types.length || values.types[index] == 0;
  }

  EventValue value(int index) {
    if (index >= values.types.length) {
      return new EventValue(ValueType.NULL, false, values.data, 0, 0);
    }
    byte code = values.types[index];
    return new EventValue(
        ValueType.of(code),
        (code & ARRAY) != 0,
        values.data,
        values.offsets[index],
        values.lengths[index]);
  }

  /// The items of an array.
  List<EventValue> items(int index) {
    if (index != itemsOf) {
      items = value(index).items();
      itemsOf = index;
    }
    return items;
  }

  /// At least as many characters as this shows, arrays left aside; stops counting at `limit`.
  long size(long limit) {
    long sum = template.size();
    for (int index : template.places()) {
      sum++;
      if (index < values.types.length) {
        Instance inner = nested(index);
        // digits of bytes are the longest that a value gets, but for short ones
        sum += inner == null ? 2L * values.lengths[index] + 24 : inner.size(limit - sum);
      }
      if (sum > limit) {
        break;
      }
    }
    return sum;
  }
}
