package dev.spoor.server.event;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows paths through values as the language's `.` does: a dict gives its member, an array the
/// members of those elements that have it.
public final class EventPaths {
  /// Stands for a value that only the evaluator knows.
  public static final Object UNDECIDED = new Object();

  // members that the language computes from a timestamp
  private static final Set<String> TIME_MEMBERS =
      Set.of(
          "unix",
          "unixnano",
          "unixmilli",
          "unixmicro",
          "year",
          "month",
          "day",
          "hour",
          "minute",
          "second",
          "nanosecond",
          "weekday",
          "yearday",
          "isoweek",
          "zone",
          "isdst",
          "iszero",
          "utc",
          "string");
  private static final Object MISSING = new Object();

  private EventPaths() {}

  /// True if the value at the path is a matter of dicts and arrays alone.
  public static boolean isPlain(List<String> path) {
    return path.stream().skip(1).noneMatch(EventPaths::isComputed);
  }

  private static boolean isComputed(String member) {
    return member.startsWith("@") || TIME_MEMBERS.contains(member.toLowerCase(Locale.ROOT));
  }

  /// The value that the rest of the path, from `index` on, leads to from `value`; NULL where there
  /// is none.
  public static @Nullable Object follow(@Nullable Object value, List<String> path, int index) {
    Object at = value;
    for (int i = index; i < path.size(); i++) {
      at = member(at, path.get(i));
      if (Values.same(at, UNDECIDED)) {
        return at;
      }
      if (at == null || Values.same(at, MISSING)) {
        return null;
      }
    }
    return at;
  }

  private static @Nullable Object member(@Nullable Object value, String name) {
    if (value instanceof Row row) {
      return name.startsWith("@") && !row.has(name) ? UNDECIDED : row.find(name, MISSING);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> found = new ArrayList<>();
      for (Object element : list) {
        Object one = member(element, name);
        if (Values.same(one, UNDECIDED)) {
          return one;
        }
        if (!Values.same(one, MISSING)) {
          found.add(one);
        }
      }
      return found;
    }
    return value instanceof Instant && isComputed(name) ? UNDECIDED : MISSING;
  }
}
