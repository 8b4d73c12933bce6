package dev.spoor.server.query;

import dev.spoor.vql.syntax.Printer;
import java.time.Duration;
import java.util.stream.Collectors;

/// A query that runs now, as it is shown.
///
/// @param number names it for [QuerySessions#cancel]
/// @param scanned events that the store looked at so far
public record RunningQuery(
    long number, String who, String text, Duration elapsed, long rows, long scanned) {
  private static final int MOST_TEXT = 2_000;

  static RunningQuery of(QueryRun run) {
    String text =
        switch (run.request().program()) {
          case QueryRequest.Program.Text(var vql) -> vql;
          case QueryRequest.Program.Parsed(var statements) ->
              statements.stream().map(Printer::print).collect(Collectors.joining("\n"));
        };
    return new RunningQuery(
        run.number(),
        run.principal().auditName(),
        text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + " …",
        run.elapsed(),
        run.rows(),
        run.scanned());
  }
}
