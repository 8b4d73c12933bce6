package dev.spoor.server.query.explore;

import dev.spoor.host.text.CsvText;
import dev.spoor.server.event.Envelope;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events as lines of a table: a column for each path that a sample has, and one for what no column
/// takes, so that nothing is lost. Not thread-safe.
public final class FlatRows {
  /// The last column: a JSON object of what the others do not hold.
  public static final String REST = "_Rest";

  private static final int DEEPEST = 20;
  private static final int MOST = 4_000;

  private final Set<String> columns = new LinkedHashSet<>();
  private @Nullable List<String> fixed;

  /// A row of the sample, from which the columns are taken.
  public void sample(Row row) {
    for (String name : flat(row).keySet()) {
      if (columns.size() < MOST) {
        columns.add(name);
      }
    }
  }

  /// The names of the columns; from here on they are fixed. Those of the envelope come first.
  public List<String> columns() {
    List<String> known = fixed;
    if (known == null) {
      Set<String> ordered = new LinkedHashSet<>(List.of(Envelope.EVENT_TIME, Envelope.SOURCE));
      ordered.add(Envelope.HOSTNAME);
      ordered.add(Envelope.CLIENT_ID);
      columns.stream().filter(name -> !Envelope.isEnvelope(name)).forEach(ordered::add);
      ordered.addAll(Envelope.COLUMNS);
      ordered.addAll(Envelope.MARKS);
      ordered.add(REST);
      known = List.copyOf(ordered);
      fixed = known;
    }
    return known;
  }

  /// The line of a row, formulas made safe.
  public String csv(Row row) {
    Map<String, Object> values = flat(row);
    List<String> cells = new ArrayList<>();
    for (String column : columns()) {
      cells.add(text(values.remove(column)));
    }
    if (!values.isEmpty()) {
      Dict rest = new Dict(values.size());
      values.forEach(rest::set);
      cells.removeLast();
      cells.add(Json.write(rest));
    }
    return CsvText.line(cells);
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case VqlString text -> text.toString();
      case Instant time -> time.toString();
      case List<?> list -> Json.write(list);
      case Row row -> Json.write(row);
      default -> Json.write(value);
    };
  }

  private static Map<String, Object> flat(Row row) {
    Map<String, Object> values = new LinkedHashMap<>();
    flatten("", row, 0, values);
    return values;
  }

  private static void flatten(String prefix, Row row, int depth, Map<String, Object> to) {
    row.forEach(
        (name, lazy) -> {
          Object value = LazyValue.force(lazy);
          String path = prefix + name;
          if (value instanceof Row inner && depth < DEEPEST && !inner.columns().isEmpty()) {
            flatten(path + ".", inner, depth + 1, to);
          } else if (value != null) {
            to.putIfAbsent(path, value);
          }
        });
  }
}
