package dev.spoor.server.notebook;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.SqlNotebooks.Placed;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Applies the operations of one edit within one transaction.
final class NotebookEditor {
  private final Transaction tx;
  private final Audit audit;
  private final Principal principal;
  private final String notebook;
  private final String author;
  private final Instant now;

  NotebookEditor(
      Transaction tx,
      Audit audit,
      Principal principal,
      String notebook,
      String author,
      Instant now) {
    this.tx = tx;
    this.audit = audit;
    this.principal = principal;
    this.notebook = notebook;
    this.author = author;
    this.now = now;
  }

  OpResult apply(NotebookOp op) {
    try {
      return switch (op) {
        case NotebookOp.SetText o -> setText(o);
        case NotebookOp.Insert o -> insert(o);
        case NotebookOp.Delete o -> delete(o);
        case NotebookOp.Restore o -> restore(o);
        case NotebookOp.Move o -> move(o);
        case NotebookOp.SetType o -> setType(o);
        case NotebookOp.SetTitle o -> setTitle(o);
        case NotebookOp.SetTimeRange o -> setTimeRange(o);
      };
    } catch (SpoorException e) {
      return refused(null, e.code().name(), String.valueOf(e.getMessage()));
    }
  }

  private OpResult setText(NotebookOp.SetText op) {
    Notebooks.checkText(op.text());
    Optional<Placed> found = SqlNotebooks.findCell(tx, notebook, op.cell());
    if (found.isEmpty()) {
      return missing(op.cell());
    }
    Cell cell = found.get().cell();
    if (cell.text().equals(op.text())) {
      return new OpResult.Saved(cell.id(), cell.revision());
    }
    if (cell.revision() != op.baseRevision() || found.get().isBinned()) {
      return conflict(found.get(), op.text());
    }
    Cell saved =
        new Cell(
            cell.id(),
            cell.type(),
            op.text(),
            cell.revision() + 1,
            author,
            cell.conflictOf(),
            cell.run(),
            cell.pending());
    SqlNotebooks.updateText(tx, notebook, saved, now);
    record("notebook.text", cell.id(), TextHash.of(cell.text()), TextHash.of(op.text()));
    return new OpResult.Saved(cell.id(), saved.revision());
  }

  /// Somebody saved first: the late text goes into a cell of its own, right below.
  private OpResult conflict(Placed placed, String yours) {
    Cell cell = placed.cell();
    Cell copy =
        new Cell(Notebooks.newCellId(), cell.type(), yours, 1, author, cell.id(), null, null);
    int position =
        placed.isBinned()
            ? Math.min(placed.position(), SqlNotebooks.countCells(tx, notebook))
            : placed.position() + 1;
    SqlNotebooks.insertCell(tx, notebook, copy, position, now);
    record("notebook.conflict", copy.id(), TextHash.of(cell.text()), TextHash.of(yours));
    return new OpResult.Conflict(cell.id(), yours, cell.text(), cell.revision(), copy.id());
  }

  private OpResult insert(NotebookOp.Insert op) {
    Notebooks.checkText(op.text());
    if (SqlNotebooks.countCells(tx, notebook) >= Notebooks.MAX_CELLS) {
      return refused(
          op.cell(), "LIMIT_REACHED", "notebook has " + Notebooks.MAX_CELLS + " cells already");
    }
    if (SqlNotebooks.findCell(tx, notebook, op.cell()).isPresent()) {
      return refused(op.cell(), "ALREADY_EXISTS", "cell " + op.cell() + " is there already");
    }
    Cell cell = new Cell(op.cell(), op.type(), op.text(), 1, author, null, null, null);
    SqlNotebooks.insertCell(tx, notebook, cell, positionAfter(op.after()), now);
    record("notebook.insert", cell.id(), null, TextHash.of(op.text()));
    return new OpResult.Saved(cell.id(), 1);
  }

  /// A cell that went away meanwhile does not stop the insertion: it lands where it would have
  /// been.
  private int positionAfter(@Nullable CellId after) {
    if (after == null) {
      return 0;
    }
    int count = SqlNotebooks.countCells(tx, notebook);
    return SqlNotebooks.findCell(tx, notebook, after)
        .map(p -> Math.min(p.isBinned() ? p.position() : p.position() + 1, count))
        .orElse(count);
  }

  private OpResult delete(NotebookOp.Delete op) {
    Optional<Placed> found = SqlNotebooks.findCell(tx, notebook, op.cell());
    if (found.isEmpty()) {
      return missing(op.cell());
    }
    if (!found.get().isBinned()) {
      SqlNotebooks.binCell(tx, notebook, found.get(), now);
      record("notebook.cell.delete", op.cell(), TextHash.of(found.get().cell().text()), null);
    }
    return new OpResult.Saved(op.cell(), found.get().cell().revision());
  }

  private OpResult restore(NotebookOp.Restore op) {
    Optional<Placed> found = SqlNotebooks.findCell(tx, notebook, op.cell());
    if (found.isEmpty()) {
      return missing(op.cell());
    }
    if (found.get().isBinned()) {
      SqlNotebooks.restoreCell(tx, notebook, found.get());
      record("notebook.cell.restore", op.cell(), null, TextHash.of(found.get().cell().text()));
    }
    return new OpResult.Saved(op.cell(), found.get().cell().revision());
  }

  private OpResult move(NotebookOp.Move op) {
    Optional<Placed> found = SqlNotebooks.findCell(tx, notebook, op.cell());
    if (found.isEmpty() || found.get().isBinned()) {
      return missing(op.cell());
    }
    int from = found.get().position();
    int to = positionAfter(op.after());
    if (to > from) {
      to--; // the cell itself leaves its place first
    }
    if (to != from) {
      SqlNotebooks.moveCell(tx, notebook, found.get(), to);
      record("notebook.move", op.cell(), from, to);
    }
    return new OpResult.Saved(op.cell(), found.get().cell().revision());
  }

  private OpResult setType(NotebookOp.SetType op) {
    Optional<Placed> found = SqlNotebooks.findCell(tx, notebook, op.cell());
    if (found.isEmpty() || found.get().isBinned()) {
      return missing(op.cell());
    }
    Cell cell = found.get().cell();
    if (cell.type() == op.type()) {
      return new OpResult.Saved(cell.id(), cell.revision());
    }
    if (cell.revision() != op.baseRevision()) {
      return new OpResult.Conflict(
          cell.id(), op.type().text(), cell.type().text(), cell.revision(), null);
    }
    Cell saved =
        new Cell(
            cell.id(),
            op.type(),
            cell.text(),
            cell.revision() + 1,
            author,
            cell.conflictOf(),
            cell.run(),
            cell.pending());
    SqlNotebooks.updateText(tx, notebook, saved, now);
    record("notebook.type", cell.id(), cell.type().text(), op.type().text());
    return new OpResult.Saved(cell.id(), saved.revision());
  }

  private OpResult setTitle(NotebookOp.SetTitle op) {
    String title = Notebooks.checkedTitle(op.title());
    Notebook current = SqlNotebooks.find(tx, notebook).orElseThrow();
    if (current.title().equals(title)) {
      return new OpResult.Saved(null, current.titleRevision());
    }
    if (current.titleRevision() != op.baseRevision()) {
      return new OpResult.Conflict(null, title, current.title(), current.titleRevision(), null);
    }
    SqlNotebooks.setTitle(tx, notebook, title, current.titleRevision() + 1);
    record("notebook.title", null, current.title(), title);
    return new OpResult.Saved(null, current.titleRevision() + 1);
  }

  private OpResult setTimeRange(NotebookOp.SetTimeRange op) {
    Notebook current = SqlNotebooks.find(tx, notebook).orElseThrow();
    SqlNotebooks.setTimeRange(tx, notebook, op.timeRange());
    record(
        "notebook.timeRange",
        null,
        TimeRanges.toJson(current.timeRange()),
        TimeRanges.toJson(op.timeRange()));
    return new OpResult.Saved(null, current.revision() + 1);
  }

  /// Texts stand in the revisions; the audit names them by hash.
  private void record(
      String action, @Nullable CellId cell, @Nullable Object before, @Nullable Object after) {
    audit.record(
        tx,
        principal,
        action,
        cell == null ? notebook : notebook + "/" + cell,
        before == null ? null : Map.of("value", before),
        after == null ? null : Map.of("value", after));
  }

  private static OpResult missing(CellId cell) {
    return refused(cell, "NOT_FOUND", "cell " + cell + " is not there");
  }

  private static OpResult refused(@Nullable CellId cell, String code, String message) {
    return new OpResult.Refused(cell, code, message);
  }
}
