package dev.spoor.vql.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the language does with plain values: `null` (NULL), `Boolean`, `Long`, `Double`,
/// `VqlString`, `Instant`, `List` (array) and `Row` (dict).
public final class Values {
  private static final int MAX_DEPTH = 64;

  private Values() {}

  /// A plain Java value as a value of the language.
  public static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> VqlString.of(text);
      case Integer i -> (Object) (long) i;
      case Short s -> (Object) (long) s;
      case Byte b -> (Object) (long) b;
      case Float f -> (Object) (double) f;
      case byte[] bytes -> VqlString.ofBytes(bytes.clone());
      case Map<?, ?> map -> {
        Dict dict = new Dict(map.size());
        map.forEach((k, v) -> dict.set(String.valueOf(k), of(v)));
        yield dict;
      }
      case Collection<?> items -> {
        List<@Nullable Object> list = new ArrayList<>(items.size());
        for (Object item : items) {
          list.add(of(item));
        }
        yield list;
      }
      default -> value;
    };
  }

  /// The language's name of a value's type, for messages.
  public static String typeName(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Boolean b -> "bool";
      case Long l -> "int";
      case Double d -> "float";
      case VqlString s -> "string";
      case Instant t -> "timestamp";
      case List<?> l -> "array";
      case Row r -> "dict";
      default -> "query";
    };
  }

  /// Truth: numbers only above 0, strings, arrays and dicts unless empty, times after 1970.
  public static boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean b -> b;
      case Long l -> l > 0;
      case Double d -> d > 0;
      case VqlString s -> !s.isEmpty();
      case List<?> list -> !list.isEmpty();
      case Row row -> row.size() > 0;
      case Instant time -> time.isAfter(Instant.EPOCH);
      default -> false;
    };
  }

  /// The operator `=`: numbers by value, booleans as 0 and 1, NULL only with NULL, times with epoch
  /// seconds; different kinds are not equal.
  public static boolean equal(@Nullable Object a, @Nullable Object b) {
    return equal(a, b, 0);
  }

  private static boolean equal(@Nullable Object left, @Nullable Object right, int depth) {
    Object a = LazyValue.force(left);
    Object b = LazyValue.force(right);
    if (a == null || b == null) {
      return a == null && b == null;
    }
    if (a instanceof VqlString s) {
      return b instanceof VqlString t && s.equals(t);
    }
    if (isNumeric(a)) {
      if (isNumeric(b)) {
        return compareNumbers(a, b) == 0;
      }
      return b instanceof Instant time && !(a instanceof Boolean) && compareTimes(time, a) == 0;
    }
    if (a instanceof Instant time) {
      if (b instanceof Instant other) {
        return time.equals(other);
      }
      return isNumeric(b) && !(b instanceof Boolean) && compareTimes(time, b) == 0;
    }
    if (depth > MAX_DEPTH) {
      return false;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!equal(x.get(i), y.get(i), depth + 1)) {
          return false;
        }
      }
      return true;
    }
    return a instanceof Row x && b instanceof Row y && sameRows(x, y, depth);
  }

  /// True if both are the very same object.
  @SuppressWarnings("ReferenceEquality")
  public static boolean same(@Nullable Object a, @Nullable Object b) {
    return a == b;
  }

  static boolean sameRows(Row a, Row b) {
    return sameRows(a, b, 0);
  }

  private static boolean sameRows(Row a, Row b, int depth) {
    if (same(a, b)) {
      return true;
    }
    if (a.size() != b.size()) {
      return false;
    }
    for (String column : a.columns()) {
      if (!b.has(column) || !equal(a.get(column), b.get(column), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  // order-free, and the same for values that are equal across number types
  static int hashOf(Row row) {
    int hash = row.size();
    for (String column : row.columns()) {
      hash += column.hashCode();
    }
    return hash;
  }

  /// The operator `<`: numbers and booleans by value, strings bytewise, times with times or epoch
  /// seconds; everything else is false.
  public static boolean less(@Nullable Object left, @Nullable Object right) {
    Object a = LazyValue.force(left);
    Object b = LazyValue.force(right);
    if (a == null || b == null) {
      return false;
    }
    if (a instanceof VqlString s) {
      return b instanceof VqlString t && s.compareTo(t) < 0;
    }
    if (isNumeric(a)) {
      if (isNumeric(b)) {
        return compareNumbers(a, b) < 0;
      }
      return b instanceof Instant time && compareTimes(time, a) > 0;
    }
    if (a instanceof Instant time) {
      if (b instanceof Instant other) {
        return time.isBefore(other);
      }
      return isNumeric(b) && compareTimes(time, b) < 0;
    }
    return false;
  }

  /// True for numbers and for booleans, which count as 0 and 1.
  public static boolean isNumeric(@Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  /// Compares two numeric values exactly; a NaN is unequal to and not less than everything.
  public static int compareNumbers(Object a, Object b) {
    if (a instanceof Double x) {
      return b instanceof Double y ? compareDoubles(x, y) : -compareLongDouble(asLong(b), x);
    }
    long x = asLong(a);
    return b instanceof Double y ? compareLongDouble(x, y) : Long.compare(x, asLong(b));
  }

  private static int compareDoubles(double x, double y) {
    return x < y ? -1 : x == y ? 0 : 1;
  }

  private static int compareLongDouble(long x, double y) {
    if (y >= 0x1p63) {
      return -1;
    }
    if (y < -0x1p63) {
      return 1;
    }
    if (Double.isNaN(y)) {
      return 1;
    }
    int whole = Long.compare(x, (long) y);
    return whole != 0 ? whole : compareDoubles(0, y - (long) y);
  }

  private static long asLong(Object value) {
    return value instanceof Boolean b ? (b ? 1 : 0) : (Long) value;
  }

  /// A numeric value as a double.
  public static double asDouble(Object value) {
    return value instanceof Double d ? d : (double) asLong(value);
  }

  private static int compareTimes(Instant time, Object epochSeconds) {
    if (epochSeconds instanceof Double d) {
      if (Double.isNaN(d)) {
        return 1;
      }
      if (d > 1e15 || d < -1e15) {
        return d > 0 ? -1 : 1;
      }
      BigDecimal exact =
          BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
      return exact.compareTo(BigDecimal.valueOf(d));
    }
    int whole = Long.compare(time.getEpochSecond(), asLong(epochSeconds));
    return whole != 0 ? whole : Integer.compare(time.getNano(), 0);
  }

  /// The value as text: NULL is empty, arrays are bracketed with spaces between, dicts are JSON.
  public static String toText(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case VqlString s -> s.toString();
      case Double d -> NumberText.general(d);
      case Instant t -> TimeText.rfc3339(t);
      case List<?> list -> {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < list.size(); i++) {
          if (i > 0) {
            out.append(' ');
          }
          out.append(toText(list.get(i)));
        }
        yield out.append(']').toString();
      }
      case Row row -> Json.write(row);
      case LazyValue lazy -> toText(LazyValue.force(lazy));
      default -> value.toString();
    };
  }

  /// A total order for sorting that agrees with `<` where that decides: NULL and the empty string
  /// first, then numbers, times, strings, everything else as equal.
  public static int compareForSort(@Nullable Object left, @Nullable Object right) {
    Object a = LazyValue.force(left);
    Object b = LazyValue.force(right);
    int rankA = rank(a);
    int rankB = rank(b);
    // times and numbers are one scale
    if (rankA != rankB) {
      return Integer.compare(rankA, rankB);
    }
    return switch (rankA) {
      case 1 -> compareScale(a, b);
      case 2 -> a instanceof VqlString s && b instanceof VqlString t ? s.compareTo(t) : 0;
      default -> 0;
    };
  }

  private static int compareScale(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Instant x && b instanceof Instant y) {
      return x.compareTo(y);
    }
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    return Double.compare(scale(a), scale(b));
  }

  private static double scale(@Nullable Object value) {
    if (value instanceof Instant t) {
      return t.getEpochSecond() + t.getNano() / 1e9;
    }
    return value == null ? 0 : asDouble(value);
  }

  private static int rank(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case VqlString s -> s.isEmpty() ? 0 : 2;
      case Long l -> 1;
      case Double d -> 1;
      case Boolean b -> 1;
      case Instant t -> 1;
      default -> 3;
    };
  }
}
