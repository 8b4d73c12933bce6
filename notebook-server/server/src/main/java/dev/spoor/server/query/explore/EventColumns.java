package dev.spoor.server.query.explore;

import dev.spoor.server.event.Envelope;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which columns a mixed lot of events is best shown with: time, artifact and host first, then what
/// a hunter reads first, then what most rows have. Not thread-safe.
public final class EventColumns {
  private static final int DEEPEST = 4;
  private static final int MOST_PATHS = 2_000;
  private static final int MOST = 40;
  private static final int SHOWN = 4;

  /// Last names of paths, by how soon one wants to read them.
  private static final List<String> FIRST =
      List.of(
          "user",
          "targetusername",
          "username",
          "logontype",
          "ipaddress",
          "sourceip",
          "commandline",
          "servicename",
          "path",
          "query",
          "message",
          "image",
          "parentimage",
          "parentcommandline",
          "eventid",
          "cause",
          "count");

  /// Last names of paths whose values are worth counting.
  private static final List<String> COUNTED =
      List.of(
          "user",
          "targetusername",
          "username",
          "parentimage",
          "image",
          "logontype",
          "ipaddress",
          "sourceip",
          "servicename",
          "eventid",
          "cause");

  private static final int MOST_COUNTED = 3;

  private final Map<List<String>, Integer> seen = new LinkedHashMap<>();

  /// One row of a sample.
  public void add(Row row) {
    row.forEach(
        (name, value) -> {
          if (!Envelope.isEnvelope(name)) {
            add(List.of(name), value);
          }
        });
  }

  private void add(List<String> path, @Nullable Object value) {
    if (value instanceof Row inner) {
      if (path.size() < DEEPEST) {
        inner.forEach(
            (name, member) -> add(Stream.concat(path.stream(), Stream.of(name)).toList(), member));
      }
    } else if (value != null && (seen.size() < MOST_PATHS || seen.containsKey(path))) {
      seen.merge(path, weight(value), Integer::sum);
    }
  }

  private static int weight(Object value) {
    return value instanceof VqlString || value instanceof Number || value instanceof Instant
        ? 2
        : 1;
  }

  /// All columns worth offering; those shown at first come first.
  public List<List<String>> columns() {
    List<List<String>> columns = new ArrayList<>();
    columns.add(List.of(Envelope.EVENT_TIME));
    columns.add(List.of(Envelope.SOURCE));
    columns.add(List.of(Envelope.HOSTNAME));
    seen.keySet().stream()
        .sorted(
            Comparator.comparingInt((List<String> path) -> rank(path, FIRST))
                .thenComparing(seen::get, Comparator.reverseOrder()))
        .limit(MOST - columns.size())
        .forEach(columns::add);
    return columns;
  }

  /// How many of [#columns] are shown at first: the fixed ones, and after the one that most is read
  /// in no more.
  public int shown() {
    List<List<String>> columns = columns();
    int shown = 3;
    while (shown < columns.size() && shown < 3 + SHOWN) {
      String name = last(columns.get(shown));
      shown++;
      if (name.equals("commandline") || name.equals("message")) {
        break;
      }
    }
    return shown;
  }

  /// Paths whose values are to be counted beside the rows.
  public List<List<String>> counted() {
    List<List<String>> counted = new ArrayList<>();
    counted.add(List.of(Envelope.SOURCE));
    counted.add(List.of(Envelope.HOSTNAME));
    seen.keySet().stream()
        .filter(path -> COUNTED.contains(last(path)))
        .sorted(Comparator.comparingInt((List<String> path) -> rank(path, COUNTED)))
        .limit(MOST_COUNTED)
        .forEach(counted::add);
    return counted;
  }

  private static int rank(List<String> path, List<String> names) {
    int at = names.indexOf(last(path));
    return at < 0 ? names.size() : at;
  }

  private static String last(List<String> path) {
    return path.getLast().toLowerCase(Locale.ROOT);
  }

  /// The name of a column: its path as the language writes it.
  public static String name(List<String> path) {
    return String.join(".", path);
  }
}
