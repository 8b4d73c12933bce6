package dev.spoor.server.query;

import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.value.Row;

/// Hears of one run. All but [#log] come from the thread of the run, in order; a row must be read
/// before `row` returns. [#finished] comes exactly once, last.
public interface QueryListener {
  /// The run has left the queue.
  default void started() {}

  /// A row of the statement with that number (from 0, LETs counted).
  void row(int statement, Row row);

  /// From any thread of the run.
  default void log(LogLevel level, String message) {}

  void finished(QueryOutcome outcome);
}
