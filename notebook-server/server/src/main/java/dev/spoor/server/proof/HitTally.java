package dev.spoor.server.proof;

import dev.spoor.server.event.Envelope;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts hits by day, host, parent and user, and keeps a few. Bounded: beyond ten thousand names
/// the rest is one. Thread-safe.
final class HitTally {
  static final String REST = "…";
  private static final int EXAMPLES = 5;
  private static final int MOST_NAMES = 10_000;
  private static final int SHOWN = 20;
  private static final int MOST_DAYS = 3_700;
  private static final int EXAMPLE_BYTES = 64 << 10;

  private static final List<List<String>> PARENTS =
      List.of(
          List.of("EventData", "ParentImage"),
          List.of("ParentImage"),
          List.of("EventData", "ParentProcessName"),
          List.of("EventData", "SourceImage"));
  private static final List<List<String>> USERS =
      List.of(
          List.of("EventData", "User"),
          List.of("TargetUserName"),
          List.of("User"),
          List.of("EventData", "TargetUserName"),
          List.of("EventData", "SubjectUserName"),
          List.of("EventData", "SourceUser"));

  private long hits;
  private final Set<String> hosts = new HashSet<>();
  private final TreeMap<LocalDate, Long> days = new TreeMap<>();
  private final Map<String, Long> byHost = new HashMap<>();
  private final Map<String, Long> byParent = new HashMap<>();
  private final Map<String, Long> byUser = new HashMap<>();
  private final List<Row> examples = new ArrayList<>();

  synchronized void add(Row row) {
    hits++;
    String client = text(row.get(Envelope.CLIENT_ID));
    String host = text(row.get(Envelope.HOSTNAME));
    String shown = host.isEmpty() ? client : host;
    if (!client.isEmpty() || !host.isEmpty()) {
      hosts.add(client.isEmpty() ? host : client);
    }
    count(byHost, shown);
    count(byParent, first(row, PARENTS));
    count(byUser, first(row, USERS));
    Instant time = time(row.get(Envelope.EVENT_TIME));
    if (time != null && days.size() < MOST_DAYS) {
      days.merge(time.atZone(ZoneOffset.UTC).toLocalDate(), 1L, Long::sum);
    }
    if (examples.size() < EXAMPLES) {
      byte[] json = Json.writeBytes(row);
      if (json.length <= EXAMPLE_BYTES) {
        examples.add(Json.readRow(json, Json.ReadOptions.DEFAULT));
      }
    }
  }

  private static void count(Map<String, Long> names, String name) {
    if (!name.isEmpty()) {
      boolean known = names.containsKey(name) || names.size() < MOST_NAMES;
      names.merge(known ? name : REST, 1L, Long::sum);
    }
  }

  private static String first(Row row, List<List<String>> paths) {
    for (List<String> path : paths) {
      String text = text(row.path(path));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static String text(@Nullable Object value) {
    Object known = LazyValue.force(value);
    return known == null ? "" : known.toString();
  }

  private static @Nullable Instant time(@Nullable Object value) {
    return switch (LazyValue.force(value)) {
      case Instant time -> time;
      case VqlString text -> TimeText.parse(text.toString());
      case null, default -> null;
    };
  }

  synchronized long hits() {
    return hits;
  }

  synchronized long hosts() {
    return hosts.size();
  }

  synchronized List<Row> examples() {
    return List.copyOf(examples);
  }

  /// With the days between that had none.
  synchronized Map<String, Long> days() {
    Map<String, Long> all = new LinkedHashMap<>();
    if (days.isEmpty()) {
      return all;
    }
    LocalDate last = days.lastKey();
    boolean whole = days.firstKey().plusDays(MOST_DAYS).isAfter(last);
    for (LocalDate day = days.firstKey();
        day != null && !day.isAfter(last);
        day = whole ? day.plusDays(1) : days.higherKey(day)) {
      all.put(day.toString(), days.getOrDefault(day, 0L));
    }
    return all;
  }

  synchronized Map<String, Long> byHost() {
    return top(byHost);
  }

  synchronized Map<String, Long> byParent() {
    return top(byParent);
  }

  synchronized Map<String, Long> byUser() {
    return top(byUser);
  }

  private static Map<String, Long> top(Map<String, Long> counts) {
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(
        Comparator.<Map.Entry<String, Long>>comparingLong(Map.Entry::getValue)
            .reversed()
            .thenComparing(Map.Entry::getKey));
    Map<String, Long> top = new LinkedHashMap<>();
    long rest = 0;
    for (Map.Entry<String, Long> entry : sorted) {
      if (top.size() < SHOWN && !entry.getKey().equals(REST)) {
        top.put(entry.getKey(), entry.getValue());
      } else {
        rest += entry.getValue();
      }
    }
    if (rest > 0) {
      top.put(REST, rest);
    }
    return top;
  }
}
