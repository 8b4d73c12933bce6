package dev.spoor.host.recording;

import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.vql.value.LazyValue;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a recording holds, found by reading it once.
///
/// @param parts how many rows each has, in the order in which they came
/// @param eventIds of Windows events, as text, the first two hundred
/// @param problems what could not be read, with its place
public record RecordingIndex(
    long rows,
    Map<RecordingPart, Long> parts,
    @Nullable Instant first,
    @Nullable Instant last,
    Set<String> eventIds,
    RecordingFacts facts,
    List<String> problems) {
  private static final int MAX_IDS = 200;
  private static final int MAX_PARTS = 10_000;
  private static final List<String> EVENT_ID = List.of("System", "EventID", "Value");
  private static final List<String> COMPUTER = List.of("System", "Computer");

  public RecordingIndex {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    eventIds = Collections.unmodifiableSet(new TreeSet<>(eventIds));
    problems = List.copyOf(problems);
  }

  /// Reads all of it; a [RecordingException] when it is refused.
  public static RecordingIndex of(Recording recording, RecordingLimits limits) throws IOException {
    List<String> problems = new ArrayList<>();
    Map<RecordingPart, Long> parts = new LinkedHashMap<>();
    Set<String> ids = new TreeSet<>();
    long rows = 0;
    Instant first = null;
    Instant last = null;
    String host = "";
    try (RecordingReader reader = recording.rows(limits, ValueStyle.TYPED, problems::add)) {
      for (RecordedRow row = reader.next(); row != null; row = reader.next()) {
        rows++;
        parts.merge(row.part(), 1L, Long::sum);
        if (parts.size() > MAX_PARTS) {
          throw new RecordingException(
              recording.name() + ": more than " + MAX_PARTS + " sources in one recording");
        }
        Instant time = row.time();
        if (time != null) {
          first = first == null || time.isBefore(first) ? time : first;
          last = last == null || time.isAfter(last) ? time : last;
        }
        Object id = LazyValue.force(row.row().path(EVENT_ID));
        if (id != null && ids.size() < MAX_IDS) {
          ids.add(id.toString());
        }
        Object computer = LazyValue.force(row.row().path(COMPUTER));
        if (host.isEmpty() && computer != null) {
          host = computer.toString();
        }
      }
      RecordingFacts said = reader.facts();
      boolean windows =
          parts.keySet().stream()
              .anyMatch(part -> part.source().equals(RecordedSources.WATCH_EVTX));
      RecordingFacts facts = new RecordingFacts(host, windows ? "windows" : "", "").and(said);
      return new RecordingIndex(rows, parts, first, last, ids, facts, problems);
    }
  }

  /// A clock that begins with the recording.
  public SandboxClock clock() {
    Instant begin = first == null ? Instant.EPOCH : first;
    Instant end = last == null ? begin : last;
    return new SandboxClock(begin, end);
  }
}
