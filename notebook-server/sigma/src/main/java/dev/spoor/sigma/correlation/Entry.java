package dev.spoor.sigma.correlation;

import dev.spoor.vql.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One match that a correlation remembers.
final class Entry {
  final long time;
  final int member;
  // the counted values as one, for a metric the number
  final @Nullable Object value;
  // only the latest of a group keep their rows
  @Nullable Row row;

  Entry(long time, int member, @Nullable Object value, Row row) {
    this.time = time;
    this.member = member;
    this.value = value;
    this.row = row;
  }

  double number() {
    return value instanceof Double d ? d : 0;
  }

  static int indexAfter(List<Entry> entries, long time) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).time <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
