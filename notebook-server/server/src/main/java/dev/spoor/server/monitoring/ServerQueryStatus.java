package dev.spoor.server.monitoring;

import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One reading of a server event query.
///
/// @param state pending, running, error or ended
/// @param error why it failed last, or null
/// @param offset LSN before which everything is done
/// @param behind rows of the journal after the offset
/// @param rows that it has given since the server was started
public record ServerQueryStatus(
    String artifact,
    String source,
    String state,
    Instant since,
    @Nullable String error,
    long offset,
    long behind,
    long rows,
    List<Row> lastRows,
    List<LogLine> log) {
  public record LogLine(Instant time, String level, String text) {}
}
