package dev.spoor.server.proof;

import dev.spoor.vql.value.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the stored past said.
///
/// @param subject what was asked, in a few words
/// @param scanned rows looked at so far
/// @param total rows that there are
/// @param hits how often it would have alerted
/// @param hosts on how many hosts
/// @param days hits by day of the event, UTC, the days between the first and the last too
/// @param byHost the most frequent, `…` for the rest
/// @param examples the first five
/// @param notEvaluated conditions and fields that the stored rows do not have
/// @param error why it ended; null if it did not fail
public record RetroHuntReport(
    String id,
    String subject,
    State state,
    Instant started,
    Duration elapsed,
    long scanned,
    long total,
    long hits,
    long hosts,
    Map<String, Long> days,
    Map<String, Long> byHost,
    Map<String, Long> byParent,
    Map<String, Long> byUser,
    List<Row> examples,
    List<String> notEvaluated,
    @Nullable String error) {

  /// How far it is.
  public enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  public RetroHuntReport {
    days = Collections.unmodifiableMap(new LinkedHashMap<>(days));
    byHost = Collections.unmodifiableMap(new LinkedHashMap<>(byHost));
    byParent = Collections.unmodifiableMap(new LinkedHashMap<>(byParent));
    byUser = Collections.unmodifiableMap(new LinkedHashMap<>(byUser));
    examples = List.copyOf(examples);
    notEvaluated = List.copyOf(notEvaluated);
  }

  /// The answer in one sentence.
  public String sentence() {
    return (state == State.RUNNING ? "so far it" : "it")
        + " would have alerted "
        + count(hits, "time")
        + " on "
        + count(hosts, "host");
  }

  private static String count(long number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
