package dev.spoor.vql.value;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The comparing operators of a dialect over plain values. A store that takes over predicates must
/// use these.
public final class Operators {
  public static final Operators CORE = new Operators(false);
  public static final Operators SERVER = new Operators(true);

  private final boolean server;

  private Operators(boolean server) {
    this.server = server;
  }

  public static Operators of(Dialect dialect) {
    return dialect == Dialect.CORE ? CORE : SERVER;
  }

  public boolean isServer() {
    return server;
  }

  /// `a = b`
  public boolean equal(@Nullable Object a, @Nullable Object b) {
    if (Values.equal(a, b)) {
      return true;
    }
    if (!server) {
      return false;
    }
    if (a instanceof VqlString text) {
      return equalsText(b, text);
    }
    return b instanceof VqlString text && equalsText(a, text);
  }

  private static boolean equalsText(@Nullable Object other, VqlString text) {
    if (other instanceof Boolean flag) {
      String word = text.toString();
      return flag
          && (word.equals("Y") || word.equals("y") || word.equals("TRUE") || word.equals("True"));
    }
    return other instanceof Instant time && time.equals(TimeText.parse(text.toString()));
  }

  /// `a < b`
  public boolean less(@Nullable Object a, @Nullable Object b) {
    if (Values.less(a, b)) {
      return true;
    }
    return server && lessOfServer(a, b);
  }

  private boolean lessOfServer(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return false;
    }
    if (a instanceof Instant time && b instanceof VqlString text) {
      Instant other = TimeText.parse(text.toString());
      return other != null && time.isBefore(other);
    }
    if (a instanceof VqlString text && b instanceof Instant time) {
      Instant other = TimeText.parse(text.toString());
      return other != null && other.isBefore(time);
    }
    if (b instanceof Row right) {
      return !(a instanceof Row left) || left.size() < right.size();
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      return !right.isEmpty() && (left.isEmpty() || less(left.getFirst(), right.getFirst()));
    }
    return false;
  }

  /// `a <= b`
  public boolean lessOrEqual(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return false;
    }
    return less(a, b) || equal(a, b);
  }

  /// `item IN collection`: substring of a string, key of a dict, element of an array.
  public boolean in(@Nullable Object item, @Nullable Object collection) {
    return switch (collection) {
      case VqlString text -> item instanceof VqlString part && contains(text, part);
      case Row row -> item instanceof VqlString key && row.has(key.toString());
      case List<?> list -> {
        for (Object element : list) {
          if (equal(item, element)) {
            yield true;
          }
        }
        yield false;
      }
      case null, default -> false;
    };
  }

  private static boolean contains(VqlString text, VqlString part) {
    byte[] t = text.bytes();
    byte[] p = part.bytes();
    outer:
    for (int i = 0; i + p.length <= t.length; i++) {
      for (int k = 0; k < p.length; k++) {
        if (t[i + k] != p[k]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }
}
