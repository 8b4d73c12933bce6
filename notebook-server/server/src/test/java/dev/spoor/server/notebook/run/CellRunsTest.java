package dev.spoor.server.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Cell;
import dev.spoor.server.notebook.CellId;
import dev.spoor.server.notebook.CellType;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.Notebooks.Draft;
import dev.spoor.server.notebook.Notebooks.DraftCell;
import dev.spoor.server.notebook.TimeRange;
import dev.spoor.server.notebook.TimeRanges;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs whose query is played by hand.
class CellRunsTest {
  private static final Principal ANNA =
      new Principal.User(
          1,
          "anna",
          "analyst",
          EnumSet.of(Permission.READ_RESULTS, Permission.NOTEBOOK_EDIT, Permission.QUERY));

  @TempDir Path folder;
  private Database database;
  private Notebooks notebooks;
  private final PlayedQueries queries = new PlayedQueries();
  private CellRuns runs;
  private String notebook;
  private CellId cell;

  private static final class PlayedQueries implements CellQueries {
    final List<Sink> sinks = new ArrayList<>();

    @Override
    public Handle submit(Query asked, Sink sink) {
      sinks.add(sink);
      return new Handle() {
        @Override
        public void cancel() {}

        @Override
        public long scanned() {
          return 0;
        }
      };
    }

    @Override
    public Set<String> needed(List<Statement> statements) {
      return Set.of();
    }
  }

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("spoor.db"));
    Audit audit = new Audit(InstantSource.system());
    notebooks = new Notebooks(database, audit, InstantSource.system());
    runs =
        new CellRuns(
            database,
            notebooks,
            audit,
            queries,
            _ -> Set.of(),
            folder.resolve("runs"),
            InstantSource.system());
    DraftCell draft =
        new DraftCell(null, CellType.VQL, "SELECT a FROM source(artifact='A') WHERE a =~ 'x'");
    notebook =
        notebooks.create(ANNA, new Draft("t", new TimeRange.All(), List.of(draft)), null).id();
    cell = notebooks.require(ANNA, notebook).cells().getFirst().id();
  }

  @AfterEach
  void close() {
    runs.close();
    database.close();
  }

  private static dev.spoor.vql.value.Row row(String json) {
    return Json.readRow(json.getBytes(StandardCharsets.UTF_8), Json.ReadOptions.DEFAULT);
  }

  private Cell now() {
    return notebooks.require(ANNA, notebook).cells().getFirst();
  }

  @Test
  void oldRowsStayUntilTheNewRunHasItsFirst() {
    String first = runs.run(ANNA, notebook, cell).run();
    queries.sinks.getFirst().row(row("{\"a\":\"x\"}"));
    queries.sinks.getFirst().ended(null);
    String second = runs.run(ANNA, notebook, cell).run();
    assertThat(now().run()).isEqualTo(first);
    assertThat(now().pending()).isEqualTo(second);
    assertThat(runs.rows(ANNA, first, 0, 10)).hasSize(1);
    queries.sinks.getLast().row(row("{\"a\":\"x\"}"));
    assertThat(now().run()).isEqualTo(second);
    assertThatThrownBy(() -> runs.require(ANNA, first)).isInstanceOf(SpoorException.class);
  }

  @Test
  void runKnowsItsTimeRangeAndItsMarksOverARestart() {
    String run = runs.run(ANNA, notebook, cell).run();
    queries.sinks.getFirst().ended(null);
    RunSummary stored = runs.require(ANNA, run);
    assertThat(stored.state()).isEqualTo(RunState.DONE);
    assertThat(stored.timeRange()).isEqualTo(new TimeRange.All());
    assertThat(stored.marks()).containsExactly(new MatchMark("a", "x"));
    TimeRange range = new TimeRange.Last(Duration.ofHours(24));
    assertThat(database.<RunSummary>write(tx -> saved(tx, stored, range)).timeRange())
        .isEqualTo(range);
    assertThat(TimeRanges.toJson(range).path("last").asString()).isEqualTo("24h");
  }

  private static RunSummary saved(
      dev.spoor.server.database.Transaction tx, RunSummary run, TimeRange range) {
    RunSummary other =
        new RunSummary(
            "R.other",
            run.notebook(),
            run.cell(),
            run.textHash(),
            run.runner(),
            run.state(),
            0,
            true,
            0,
            0,
            run.started(),
            run.finished(),
            List.of(),
            null,
            List.of(),
            List.of(),
            Set.of(),
            range,
            List.of());
    SqlRuns.save(tx, other);
    return SqlRuns.find(tx, "R.other").orElseThrow();
  }

  @Test
  void rowsAreSortedAndFoundOnlyWhenTheRunHasEnded() {
    String run = runs.run(ANNA, notebook, cell).run();
    CellQueries.Sink sink = queries.sinks.getFirst();
    sink.row(row("{\"a\":\"xb\"}"));
    sink.row(row("{\"a\":\"xa\"}"));
    RowView byA = new RowView("a", false, "");
    assertThatThrownBy(() -> runs.rows(ANNA, run, byA, 0, 10))
        .hasMessage("run " + run + " still goes: sort and find when it has ended");
    sink.ended(null);
    RowSlice sorted = runs.rows(ANNA, run, byA, 0, 10);
    assertThat(sorted.numbers()).containsExactly(1L, 0L);
    assertThat(runs.rows(ANNA, run, new RowView(null, false, "XB"), 0, 10).numbers())
        .containsExactly(0L);
    assertThat(runs.rows(ANNA, run, RowView.PLAIN, 0, 10).numbers()).containsExactly(0L, 1L);
  }
}
