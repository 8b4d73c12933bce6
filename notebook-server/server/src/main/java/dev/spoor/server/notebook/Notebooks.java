package dev.spoor.server.notebook;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.NotebookListener.SavedEdit;
import dev.spoor.server.notebook.SqlNotebooks.Placed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Notebooks: made, edited by operations with revisions, listed, binned. Thread-safe.
public final class Notebooks {
  /// Operations in one edit.
  public static final int MAX_OPS = 1_000;

  /// Cells in one notebook, those in the bin not counted.
  public static final int MAX_CELLS = 1_000;

  /// Characters of one cell.
  public static final int MAX_TEXT = 1 << 20;

  static final int MAX_TITLE = 200;
  private static final int MAX_EDIT_ID = 64;
  private static final TimeRange DEFAULT_RANGE = new TimeRange.Last(Duration.ofHours(24));

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final List<NotebookListener> listeners = new CopyOnWriteArrayList<>();

  public Notebooks(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  public void addListener(NotebookListener listener) {
    listeners.add(listener);
  }

  public void removeListener(NotebookListener listener) {
    listeners.remove(listener);
  }

  /// What a new notebook starts with.
  ///
  /// @param timeRange null for the last 24 hours
  public record Draft(String title, @Nullable TimeRange timeRange, List<DraftCell> cells) {
    public Draft {
      cells = List.copyOf(cells);
    }

    public static Draft empty(String title) {
      return new Draft(title, null, List.of());
    }
  }

  /// A cell to begin with; a null id asks for a new one.
  public record DraftCell(@Nullable CellId id, CellType type, String text) {}

  /// Makes a notebook. The same `idempotencyKey` of the same user gives the notebook that it gave
  /// before.
  public Notebook create(Principal principal, Draft draft, @Nullable String idempotencyKey) {
    Authority.require(principal, Permission.NOTEBOOK_EDIT, "create a notebook");
    String title = checkedTitle(draft.title());
    if (draft.cells().size() > MAX_CELLS) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED,
          "notebook has " + draft.cells().size() + " cells; at most " + MAX_CELLS);
    }
    return database.write(
        tx -> {
          String owner = principal.auditName();
          if (idempotencyKey != null) {
            Optional<String> earlier = SqlNotebooks.findCreated(tx, owner, idempotencyKey);
            if (earlier.isPresent()) {
              return require(tx, earlier.get());
            }
          }
          Instant now = clock.instant();
          List<Cell> cells = new ArrayList<>();
          for (DraftCell cell : draft.cells()) {
            CellId id = cell.id();
            if (id == null || contains(cells, id)) {
              id = newCellId();
            }
            checkText(cell.text());
            cells.add(new Cell(id, cell.type(), cell.text(), 1, owner, null, null, null));
          }
          TimeRange range = draft.timeRange();
          Notebook notebook =
              new Notebook(
                  ObjectId.random('N'),
                  title,
                  1,
                  owner,
                  range == null ? DEFAULT_RANGE : range,
                  1,
                  now,
                  now,
                  cells);
          SqlNotebooks.insert(tx, notebook);
          if (idempotencyKey != null) {
            SqlNotebooks.insertCreated(tx, owner, idempotencyKey, notebook.id());
          }
          audit.record(
              tx,
              principal,
              "notebook.create",
              notebook.id(),
              null,
              Map.of("title", title, "cells", cells.size()));
          return notebook;
        });
  }

  private static boolean contains(List<Cell> cells, CellId id) {
    return cells.stream().anyMatch(c -> c.id().equals(id));
  }

  static CellId newCellId() {
    return new CellId(ObjectId.random('R').substring(2));
  }

  public List<NotebookSummary> list(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "list notebooks");
    return database.read(tx -> SqlNotebooks.list(tx, canEdit(principal)));
  }

  public boolean canEdit(Principal principal) {
    return Authority.allows(principal, Permission.NOTEBOOK_EDIT);
  }

  public Notebook require(Principal principal, String id) {
    Authority.require(principal, Permission.READ_RESULTS, "read notebook " + id);
    return database.read(tx -> require(tx, id));
  }

  private static Notebook require(Transaction tx, String id) {
    return SqlNotebooks.find(tx, id)
        .orElseThrow(
            () -> new SpoorException(ErrorCode.NOT_FOUND, "notebook " + id + " is not there"));
  }

  /// Into the bin; [#restore] takes it out again.
  public void delete(Principal principal, String id) {
    setDeleted(principal, id, "notebook.delete", clock.instant());
  }

  public void restore(Principal principal, String id) {
    setDeleted(principal, id, "notebook.restore", null);
  }

  private void setDeleted(
      Principal principal, String id, String action, @Nullable Instant deleted) {
    Authority.require(principal, Permission.NOTEBOOK_EDIT, action + " " + id);
    database.write(
        tx -> {
          if (!SqlNotebooks.setDeleted(tx, id, deleted)) {
            throw new SpoorException(ErrorCode.NOT_FOUND, "notebook " + id + " is not there");
          }
          boolean binned = deleted != null;
          audit.record(
              tx, principal, action, id, Map.of("deleted", !binned), Map.of("deleted", binned));
          return null;
        });
  }

  /// Applies operations in order, in one transaction. One that cannot be applied is refused and
  /// does not stop the others. The same edit id gives the answer that it gave before and changes
  /// nothing.
  public SavedEdit edit(Principal principal, String notebook, String editId, List<NotebookOp> ops) {
    Authority.require(principal, Permission.NOTEBOOK_EDIT, "edit notebook " + notebook);
    if (editId.isEmpty() || editId.length() > MAX_EDIT_ID) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "edit id is not 1 to " + MAX_EDIT_ID + " characters");
    }
    if (ops.size() > MAX_OPS) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED, ops.size() + " operations; at most " + MAX_OPS + " at once");
    }
    String author = principal.auditName();
    return database.write(
        tx -> {
          Notebook before = require(tx, notebook);
          Optional<SqlNotebooks.Answer> earlier = SqlNotebooks.findEdit(tx, notebook, editId);
          if (earlier.isPresent()) {
            return new SavedEdit(
                notebook,
                editId,
                author,
                earlier.get().revision(),
                ops,
                NotebookOps.resultsFromJson(earlier.get().results()));
          }
          Instant now = clock.instant();
          NotebookEditor editor =
              new NotebookEditor(tx, audit, principal, before.id(), author, now);
          List<OpResult> results = new ArrayList<>();
          for (NotebookOp op : ops) {
            results.add(editor.apply(op));
          }
          long revision = before.revision() + 1;
          SqlNotebooks.touch(tx, notebook, revision, now);
          SqlNotebooks.insertEdit(
              tx,
              notebook,
              editId,
              new SqlNotebooks.Answer(revision, NotebookOps.resultsToJson(results).toString()),
              now);
          SavedEdit edit = new SavedEdit(notebook, editId, author, revision, ops, results);
          tx.afterCommit(() -> listeners.forEach(l -> l.changed(notebook, edit)));
          return edit;
        });
  }

  /// A run of a cell begins; the rows of the one before stay.
  ///
  /// @return the run that waited for its first row until now; it is of no use any more
  public @Nullable String queueRun(
      Principal principal, Transaction tx, String notebook, CellId cell, String run) {
    Authority.require(principal, Permission.QUERY, "run a cell of notebook " + notebook);
    Cell before = SqlNotebooks.findCell(tx, notebook, cell).orElseThrow().cell();
    SqlNotebooks.setRuns(tx, notebook, cell, before.run(), run);
    return before.pending();
  }

  /// A run has its first row, or has come to its end without one: it is what the cell shows now,
  /// unless a newer one has begun.
  ///
  /// @return the run that was shown until now
  public @Nullable String showRun(Transaction tx, String notebook, CellId cell, String run) {
    Optional<Cell> before = SqlNotebooks.findCell(tx, notebook, cell).map(Placed::cell);
    if (before.isEmpty() || !run.equals(before.get().pending())) {
      return null;
    }
    SqlNotebooks.setRuns(tx, notebook, cell, run, null);
    return before.get().run();
  }

  static String checkedTitle(String title) {
    String checked = title.strip();
    if (checked.isEmpty() || checked.length() > MAX_TITLE) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "title is not 1 to " + MAX_TITLE + " characters");
    }
    return checked;
  }

  static void checkText(String text) {
    if (text.length() > MAX_TEXT) {
      throw new SpoorException(
          ErrorCode.TOO_LARGE,
          "cell has "
              + text.length()
              + " characters ("
              + text.getBytes(StandardCharsets.UTF_8).length
              + " bytes); at most "
              + MAX_TEXT);
    }
  }
}
