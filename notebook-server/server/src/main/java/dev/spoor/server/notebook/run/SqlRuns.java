package dev.spoor.server.notebook.run;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.notebook.TimeRange;
import dev.spoor.server.notebook.TimeRanges;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Runs in the database; the rows are beside it, in files.
final class SqlRuns {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(TimeRange.class, new RangeWriter())
                  .addDeserializer(TimeRange.class, new RangeReader()))
          .build();

  private static final class RangeWriter extends ValueSerializer<TimeRange> {
    @Override
    public void serialize(TimeRange range, JsonGenerator out, SerializationContext context) {
      out.writePOJO(TimeRanges.toJson(range));
    }
  }

  private static final class RangeReader extends ValueDeserializer<TimeRange> {
    @Override
    public TimeRange deserialize(JsonParser in, DeserializationContext context) {
      return TimeRanges.fromJson(in.readValueAsTree());
    }
  }

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
