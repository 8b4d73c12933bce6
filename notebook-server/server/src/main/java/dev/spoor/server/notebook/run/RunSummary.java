package dev.spoor.server.notebook.run;

import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.notebook.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of a run beside its rows.
///
/// @param textHash SHA-256 of the cell's text that ran; the result is stale when the text differs
/// @param isExact false while running and when a limit stopped the run: then `rows` is "at least"
/// @param scanned rows that sources read
/// @param timeRange of the notebook when it ran; the result is stale when that differs
/// @param marks what in the rows made them match
/// @param needed permissions that the run used; a reader must hold them
/// @param log lines that the query wrote, at most 200
public record RunSummary(
    String run,
    String notebook,
    String cell,
    String textHash,
    String runner,
    RunState state,
    long rows,
    boolean isExact,
    long scanned,
    long elapsedMs,
    Instant started,
    @Nullable Instant finished,
    List<Column> columns,
    @Nullable Failure error,
    List<String> warnings,
    List<String> log,
    Set<String> needed,
    @Nullable TimeRange timeRange,
    List<MatchMark> marks) {
  public RunSummary {
    // runs stored before there were marks have none
    marks = marks == null ? List.of() : List.copyOf(marks);
    columns = List.copyOf(columns);
    warnings = List.copyOf(warnings);
    log = List.copyOf(log);
    needed = Set.copyOf(needed);
  }

  /// @param type of the first value that is not NULL: string, number, boolean, time, array, dict
  public record Column(String name, String type) {}

  public record Failure(String code, String message, List<Problem> issues) {
    public Failure {
      issues = List.copyOf(issues);
    }
  }
}
