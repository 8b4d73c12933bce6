package dev.spoor.sigma.match;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a few named fields from events, by the same rules as the matcher. For one thread.
public final class EventFields {
  /// Where events say when they happened, best first.
  private static final List<String> TIMES =
      List.of(
          "_EventTime",
          "UtcTime",
          "TimeCreated_SystemTime",
          "EventTime",
          "@timestamp",
          "timestamp",
          "Timestamp",
          "TimeCreated",
          "Time",
          "_ts");

  private final FieldTable table = new FieldTable();
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final SigmaEvent event = new SigmaEvent();
  private final EventReader reader = new EventReader(table, event);

  public EventFields(Collection<String> names) {
    TIMES.forEach(name -> ids.put(name, table.intern(name)));
    names.forEach(name -> ids.put(name, table.intern(name)));
  }

  /// The values of the named fields; several under one name stay apart. Fields that are not there,
  /// or NULL, are left out.
  public Map<String, List<Object>> read(Row row) {
    reader.read(row, false);
    Map<String, List<Object>> found = new LinkedHashMap<>();
    ids.forEach(
        (name, id) -> {
          for (int i = event.first(id); i >= 0; i = event.next(i)) {
            Object value = event.value(i);
            if (value != null) {
              found.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
            }
          }
        });
    return found;
  }

  /// When the event happened; null if it does not say.
  public @Nullable Instant time(Row row) {
    reader.read(row, false);
    for (String name : TIMES) {
      int at = event.first(table.intern(name));
      Instant time = at < 0 ? null : Checks.time(event.value(at));
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  public static double number(Object value) {
    return Checks.number(value);
  }

  public static String text(Object value) {
    String text = SigmaEvent.textOf(value);
    return text == null ? "" : text;
  }

  public static Object value(String text) {
    return VqlString.of(text);
  }
}
