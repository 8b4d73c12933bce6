package dev.spoor.server.notebook.run;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Runs in the database; the rows are beside it, in files.
final class SqlRuns {
  private static final JsonMapper JSON = JsonMapper.shared();

  private SqlRuns() {}

  static void save(Transaction tx, RunSummary run) {
    tx.handle()
        .createUpdate(
            """
            insert or replace into cell_run
              (id, notebook, cell, text_hash, runner, state, started, finished, needed, summary)
            values (:id, :notebook, :cell, :hash, :runner, :state, :started, :finished, :needed, :summary)\
            """)
        .bind("id", run.run())
        .bind("notebook", run.notebook())
        .bind("cell", run.cell())
        .bind("hash", run.textHash())
        .bind("runner", run.runner())
        .bind("state", run.state().name())
        .bind("started", EpochNanos.of(run.started()))
        .bind("finished", run.finished() == null ? null : (Long) EpochNanos.of(run.finished()))
        .bind("needed", String.join(" ", run.needed()))
        .bind("summary", JSON.writeValueAsString(run))
        .execute();
  }

  static Optional<RunSummary> find(Transaction tx, String id) {
    return tx.handle()
        .createQuery("select summary from cell_run where id = :id")
        .bind("id", id)
        .map((row, _) -> JSON.readValue(row.getString("summary"), RunSummary.class))
        .findOne();
  }

  /// Those that a crash left unfinished.
  static List<RunSummary> unfinished(Transaction tx) {
    return tx.handle()
        .createQuery("select summary from cell_run where finished is null")
        .map((row, _) -> JSON.readValue(row.getString("summary"), RunSummary.class))
        .list();
  }

  static void delete(Transaction tx, String id) {
    tx.handle().createUpdate("delete from cell_run where id = :id").bind("id", id).execute();
  }
}
