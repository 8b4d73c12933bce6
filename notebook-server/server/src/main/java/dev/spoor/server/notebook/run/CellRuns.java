package dev.spoor.server.notebook.run;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Cell;
import dev.spoor.server.notebook.CellId;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.TextHash;
import dev.spoor.server.notebook.run.RunSummary.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs cells and keeps what came of it. A cell runs with the rights of the last author of its text
/// cut by those of whoever runs it. Thread-safe.
public final class CellRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CellRuns.class);

  private final Database database;
  private final Notebooks notebooks;
  private final Audit audit;
  private final CellQueries queries;
  private final Function<String, Set<Permission>> rightsOfAuthor;
  private final Path folder;
  private final InstantSource clock;
  private final ResultViews views;
  private final Map<String, ActiveRun> active = new ConcurrentHashMap<>();
  private final List<RunListener> listeners = new CopyOnWriteArrayList<>();

  /// @param rightsOfAuthor the rights that an author (by audit name) has now; none for one who is
  ///   gone
  /// @param folder where results lie
  public CellRuns(
      Database database,
      Notebooks notebooks,
      Audit audit,
      CellQueries queries,
      Function<String, Set<Permission>> rightsOfAuthor,
      Path folder,
      InstantSource clock) {
    this.database = database;
    this.notebooks = notebooks;
    this.audit = audit;
    this.queries = queries;
    this.rightsOfAuthor = rightsOfAuthor;
    this.folder = folder;
    this.clock = clock;
    this.views = new ResultViews(folder);
  }

  /// Ends what a crash left running: the rows that were stored stay, as a partial result.
  public void start() {
    List<RunSummary> left = database.read(SqlRuns::unfinished);
    for (RunSummary run : left) {
      long rows = 0;
      try (ResultFile file = ResultFile.openForReading(folder, run.run())) {
        rows = file.rows();
      } catch (IOException e) {
        LOG.warn("run {} left no readable rows: {}", run.run(), e.toString());
      }
      RunSummary ended = ended(run, rows);
      database.write(
          tx -> {
            SqlRuns.save(tx, ended);
            return null;
          });
    }
  }

  private RunSummary ended(RunSummary run, long rows) {
    return new RunSummary(
        run.run(),
        run.notebook(),
        run.cell(),
        run.textHash(),
        run.runner(),
        rows > 0 ? RunState.PARTIAL : RunState.CANCELLED,
        rows,
        false,
        run.scanned(),
        run.elapsedMs(),
        run.started(),
        clock.instant(),
        run.columns(),
        null,
        List.of("the server stopped during this run"),
        run.log(),
        run.needed(),
        run.timeRange(),
        run.marks());
  }

  public void addListener(RunListener listener) {
    listeners.add(listener);
  }

  public void removeListener(RunListener listener) {
    listeners.remove(listener);
  }

  /// Starts a cell; answers as soon as it is queued. A run of the same cell that is still going is
  /// cancelled.
  public RunSummary run(Principal principal, String notebookId, CellId cellId) {
    Authority.require(principal, Permission.QUERY, "run a cell of notebook " + notebookId);
    Notebook notebook = notebooks.require(principal, notebookId);
    Cell cell =
        notebook
            .findCell(cellId)
            .orElseThrow(
                () -> new SpoorException(ErrorCode.NOT_FOUND, "cell " + cellId + " is not there"));
    if (!cell.type().runs()) {
      throw new SpoorException(ErrorCode.INVALID_REQUEST, "cell " + cellId + " is not VQL");
    }
    CellProgram program = CellProgram.of(notebook, cell);
    String id = ObjectId.random('R');
    Instant now = clock.instant();
    RunSummary queued =
        new RunSummary(
            id,
            notebookId,
            cellId.value(),
            TextHash.of(cell.text()),
            principal.auditName(),
            RunState.QUEUED,
            0,
            false,
            0,
            0,
            now,
            null,
            List.of(),
            null,
            program.warnings(),
            List.of(),
            new TreeSet<>(queries.needed(program.statements())),
            notebook.timeRange(),
            MatchMarks.of(program.statements()));
    cancelEarlier(cell);
    Failure fault = program.fault();
    ActiveRun run = new ActiveRun(queued, create(id), clock, new RunEvents());
    active.put(id, run);
    String left =
        database.write(
            tx -> {
              SqlRuns.save(tx, queued);
              String before = notebooks.queueRun(principal, tx, notebookId, cellId, id);
              audit.record(
                  tx,
                  principal,
                  "notebook.run",
                  notebookId + "/" + cellId,
                  null,
                  Map.of("run", id, "text", queued.textHash()));
              return before;
            });
    if (left != null) {
      forget(left);
    }
    listeners.forEach(l -> l.changed(queued));
    if (fault != null) {
      run.ended(new SpoorException(ErrorCode.INVALID_QUERY, fault.message(), fault.issues()));
      return run.summary();
    }
    run.submitted(
        queries.submit(
            new CellQueries.Query(
                CellRights.cut(principal, notebook.owner(), program.authors(), rightsOfAuthor),
                program.statements(),
                notebook.timeRange(),
                now),
            run));
    return run.summary();
  }

  private void forget(String old) {
    ActiveRun still = active.get(old);
    if (still != null) {
      return; // it is being cancelled and goes when the next one takes its place
    }
    views.forget(old);
    database.write(
        tx -> {
          SqlRuns.delete(tx, old);
          return null;
        });
    try {
      ResultFile.delete(folder, old);
    } catch (IOException e) {
      LOG.warn("cannot delete the result of run {}: {}", old, e.toString());
    }
  }

  private void cancelEarlier(Cell cell) {
    for (String id : new String[] {cell.run(), cell.pending()}) {
      ActiveRun earlier = id == null ? null : active.get(id);
      if (earlier != null) {
        earlier.cancel();
      }
    }
  }

  private ResultFile create(String id) {
    try {
      return ResultFile.create(folder, id);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the result of run " + id, e);
    }
  }

  /// Where a run stands now.
  public RunSummary require(Principal principal, String id) {
    Authority.require(principal, Permission.READ_RESULTS, "read run " + id);
    ActiveRun run = active.get(id);
    RunSummary summary =
        run != null
            ? run.summary()
            : database
                .read(tx -> SqlRuns.find(tx, id))
                .orElseThrow(
                    () -> new SpoorException(ErrorCode.NOT_FOUND, "run " + id + " is not there"));
    for (String needed : summary.needed()) {
      Authority.require(principal, Permission.valueOf(needed), "read run " + id);
    }
    return summary;
  }

  /// The runs that the cells of a notebook name, those left out that the principal may not read.
  public Map<String, RunSummary> summaries(Principal principal, Notebook notebook) {
    Map<String, RunSummary> found = new HashMap<>();
    for (Cell cell : notebook.cells()) {
      for (String id : new String[] {cell.run(), cell.pending()}) {
        if (id != null) {
          try {
            found.put(id, require(principal, id));
          } catch (SpoorException e) {
            LOG.debug("run {} of notebook {} is not shown: {}", id, notebook.id(), e.getMessage());
          }
        }
      }
    }
    return found;
  }

  /// Rows of a run, each a JSON object.
  ///
  /// @return fewer than `limit` when rows are large
  public List<byte[]> rows(Principal principal, String id, long offset, int limit) {
    require(principal, id);
    ActiveRun run = active.get(id);
    try {
      if (run != null) {
        return run.file().read(offset, limit);
      }
      try (ResultFile file = ResultFile.openForReading(folder, id)) {
        return file.read(offset, limit);
      }
    } catch (java.nio.channels.ClosedChannelException e) {
      return rows(principal, id, offset, limit); // it ended between the two lines above
    } catch (IOException e) {
      throw gone(id, e);
    }
  }

  /// Rows of a view of a run. A run that still goes has none but the plain one: what is read must
  /// not move.
  public RowSlice rows(Principal principal, String id, RowView view, long offset, int limit) {
    if (view.isPlain()) {
      List<byte[]> rows = rows(principal, id, offset, limit);
      long total = Math.max(require(principal, id).rows(), offset + rows.size());
      return new RowSlice(
          rows, LongStream.range(offset, offset + rows.size()).boxed().toList(), total);
    }
    if (!require(principal, id).state().isFinished()) {
      throw new SpoorException(
          ErrorCode.CONFLICT, "run " + id + " still goes: sort and find when it has ended");
    }
    try {
      return views.read(id, view, offset, limit);
    } catch (IOException e) {
      throw gone(id, e);
    }
  }

  private static SpoorException gone(String id, IOException e) {
    return new SpoorException(
        ErrorCode.NOT_FOUND, "the rows of run " + id + " are not there: " + e.getMessage());
  }

  public void cancel(Principal principal, String id) {
    Authority.require(principal, Permission.QUERY, "cancel run " + id);
    ActiveRun run = active.get(id);
    if (run != null) {
      run.cancel();
    }
  }

  @Override
  public void close() {
    active.values().forEach(ActiveRun::cancel);
    views.close();
  }

  private final class RunEvents implements ActiveRun.Events {
    @Override
    public void progressed(RunSummary summary, boolean isFirstRow) {
      if (isFirstRow) {
        show(summary);
      }
      listeners.forEach(l -> l.changed(summary));
    }

    @Override
    public void finished(RunSummary summary) {
      database.write(
          tx -> {
            SqlRuns.save(tx, summary);
            return null;
          });
      if (summary.rows() == 0 && summary.state() == RunState.DONE) {
        show(summary);
      }
      active.remove(summary.run());
      listeners.forEach(l -> l.changed(summary));
    }

    /// The old rows stay until here.
    private void show(RunSummary summary) {
      CellId cell = new CellId(summary.cell());
      String old =
          database.write(
              tx -> {
                SqlRuns.save(tx, summary);
                return notebooks.showRun(tx, summary.notebook(), cell, summary.run());
              });
      if (old != null && !old.equals(summary.run())) {
        forget(old);
      }
    }
  }
}
