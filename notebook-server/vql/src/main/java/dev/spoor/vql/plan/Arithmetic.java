package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `+ - * /`. A combination that is not supported is NULL.
final class Arithmetic {
  private Arithmetic() {}

  static @Nullable Object plus(
      @Nullable Object a, @Nullable Object b, boolean server, Scope scope) {
    if (a == null) {
      return null;
    }
    if (a instanceof Long x && b instanceof Long y) {
      return x + y;
    }
    if (isNumber(a) && b != null && isNumber(b)) {
      return Values.asDouble(a) + Values.asDouble(b);
    }
    if (a instanceof VqlString x && b instanceof VqlString y) {
      return concat(x, y, scope);
    }
    if (a instanceof Query x && b instanceof Query y) {
      return (Query) use -> new ChainStream(List.of(() -> x.open(use), () -> y.open(use)));
    }
    if (a instanceof List<?> || b instanceof List<?>) {
      return join(a, b, scope);
    }
    if (server && a instanceof Row x && b instanceof Row y) {
      Dict merged = Dict.copyOf(x);
      y.forEach(merged::update);
      return merged;
    }
    return null;
  }

  private static @Nullable Object concat(VqlString a, VqlString b, Scope scope) {
    long length = (long) a.length() + b.length();
    if (length > scope.run().limits().stringBytes()) {
      scope.run().logOnce(LogLevel.ERROR, "a string of " + length + " bytes is too long");
      return null;
    }
    return a.concat(b);
  }

  private static @Nullable Object join(@Nullable Object a, @Nullable Object b, Scope scope) {
    List<@Nullable Object> joined = new ArrayList<>();
    addAll(joined, a, scope);
    addAll(joined, b, scope);
    if (joined.size() > scope.run().limits().listItems()) {
      scope.run().logOnce(LogLevel.ERROR, "an array of " + joined.size() + " items is too long");
      return null;
    }
    return joined;
  }

  private static void addAll(List<@Nullable Object> joined, @Nullable Object value, Scope scope) {
    if (value instanceof List<?> list) {
      joined.addAll(list);
    } else if (value instanceof Query query) {
      joined.addAll(Lazy.materialise(query, scope));
    } else {
      joined.add(value);
    }
  }

  static @Nullable Object minus(@Nullable Object a, @Nullable Object b, boolean server) {
    if (a instanceof Long x && b instanceof Long y) {
      return x - y;
    }
    if (Values.isNumeric(a) && Values.isNumeric(b) && a != null && b != null) {
      return a instanceof Double || b instanceof Double
          ? (Object) (Values.asDouble(a) - Values.asDouble(b))
          : (Object) (whole(a) - whole(b));
    }
    if (server && a instanceof Row x && b instanceof Row y) {
      Dict left = Dict.copyOf(x);
      y.columns().forEach(left::remove);
      return left;
    }
    return null;
  }

  static @Nullable Object times(
      @Nullable Object a, @Nullable Object b, boolean server, Scope scope) {
    if (a instanceof Long x && b instanceof Long y) {
      return x * y;
    }
    if (Values.isNumeric(a) && Values.isNumeric(b) && a != null && b != null) {
      return a instanceof Double || b instanceof Double
          ? (Object) (Values.asDouble(a) * Values.asDouble(b))
          : (Object) (whole(a) * whole(b));
    }
    if (a instanceof VqlString text && b instanceof Long count) {
      return repeat(text, count, scope);
    }
    if (server && a instanceof Row x && b instanceof Row y) {
      Dict common = new Dict();
      x.forEach(
          (key, value) -> {
            if (y.has(key)) {
              common.set(key, value);
            }
          });
      return common;
    }
    return null;
  }

  private static @Nullable Object repeat(VqlString text, long count, Scope scope) {
    byte[] once = text.bytes();
    if (count <= 0 || once.length == 0) {
      return VqlString.EMPTY;
    }
    if (count > scope.run().limits().stringBytes() / once.length) {
      scope.run().logOnce(LogLevel.ERROR, "a string repeated " + count + " times is too long");
      return null;
    }
    byte[] all = new byte[(int) (once.length * count)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(once, 0, all, i * once.length, once.length);
    }
    return VqlString.ofBytes(all);
  }

  /// Always in doubles; by zero it is NULL.
  static @Nullable Object divide(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null || !isNumber(a) || !isNumber(b)) {
      return null;
    }
    double divisor = Values.asDouble(b);
    return divisor == 0 ? null : (Object) (Values.asDouble(a) / divisor);
  }

  /// A name with a minus in front: numbers are negated, booleans inverted.
  static @Nullable Object negate(@Nullable Object value) {
    return switch (value) {
      case Long l -> (Object) (-l);
      case Double d -> (Object) (-d);
      case Boolean b -> (Object) !b;
      case null, default -> null;
    };
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double;
  }

  private static long whole(Object value) {
    return value instanceof Boolean b ? (b ? 1 : 0) : (Long) value;
  }
}
