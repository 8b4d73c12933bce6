package dev.spoor.server.proof;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One test of a detection: what it is given and what must come of it.
///
/// @param recording what the recording is called; empty when `events` are given
/// @param events the rows themselves, as JSON lines; empty when a recording is named
/// @param line where the test stands in its file
public record TestCase(
    String name,
    Subject subject,
    List<Subject.OfArtifact> then,
    String recording,
    String events,
    Expectation expect,
    Duration within,
    int line) {
  public TestCase {
    then = List.copyOf(then);
  }

  /// What must come of it. A row that is not delivered to the detection proves nothing, so at least
  /// one must be, unless it is said otherwise.
  ///
  /// @param rows how many rows the detection gives; null for any
  /// @param delivered how many rows its sources get
  /// @param match for each, a row with these values: path of a column → text
  /// @param where a condition that every row meets; empty for none
  /// @param nearMisses rows that fail exactly the condition
  public record Expectation(
      @Nullable Range rows,
      Range delivered,
      List<Map<String, String>> match,
      String where,
      List<ExpectedMiss> nearMisses,
      @Nullable Range deliveries,
      @Nullable Range alerts) {
    public Expectation {
      match =
          match.stream().map(one -> Collections.unmodifiableMap(new LinkedHashMap<>(one))).toList();
      nearMisses = List.copyOf(nearMisses);
    }
  }

  /// @param condition the text of the condition, spaces do not count
  public record ExpectedMiss(String condition, Range rows) {}

  /// A number within bounds.
  public record Range(long min, long max) {
    public static final Range SOME = new Range(1, Long.MAX_VALUE);

    public static Range exactly(long number) {
      return new Range(number, number);
    }

    public boolean has(long number) {
      return number >= min && number <= max;
    }

    @Override
    public String toString() {
      if (min == max) {
        return Long.toString(min);
      }
      return max == Long.MAX_VALUE
          ? min + " or more"
          : min == 0 ? "at most " + max : min + " to " + max;
    }
  }
}
