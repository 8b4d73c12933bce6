package dev.spoor.server.notebook.run;

import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.TimeRange;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Runs the program of a cell on the server's bounded query threads.
public interface CellQueries {
  /// Queues the query; its sink is called from one thread at a time.
  Handle submit(Query query, Sink sink);

  /// The permissions that the program needs, by name, computed from its calls.
  Set<String> needed(List<Statement> statements);

  /// @param now what `now()` says, bound once for the whole run
  record Query(Principal principal, List<Statement> statements, TimeRange timeRange, Instant now) {
    public Query {
      statements = List.copyOf(statements);
    }
  }

  interface Handle {
    /// Returns at once; the sink hears of the end.
    void cancel();

    /// Rows that sources read so far.
    long scanned();
  }

  interface Sink {
    /// A thread has taken the query up.
    void started();

    /// A row, to be used before this returns. What this throws ends the query with it.
    void row(Row row);

    void log(String line);

    /// The last call. A null failure is a query that came to its end.
    void ended(@org.jspecify.annotations.Nullable Throwable failure);
  }
}
