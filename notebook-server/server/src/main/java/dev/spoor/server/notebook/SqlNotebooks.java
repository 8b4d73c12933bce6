package dev.spoor.server.notebook;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Notebooks in the database. Positions count from 0 without gaps among the cells that are not in
/// the bin; a binned cell keeps the position it had.
final class SqlNotebooks {
  private static final JsonMapper JSON = JsonMapper.shared();

  private SqlNotebooks() {}

  static void insert(Transaction tx, Notebook notebook) {
    tx.handle()
        .createUpdate(
            """
            insert into notebook (id, title, title_revision, owner, time_range, revision, created, updated)
            values (:id, :title, :titleRevision, :owner, :timeRange, :revision, :created, :updated)\
            """)
        .bind("id", notebook.id())
        .bind("title", notebook.title())
        .bind("titleRevision", notebook.titleRevision())
        .bind("owner", notebook.owner())
        .bind("timeRange", TimeRanges.toJson(notebook.timeRange()).toString())
        .bind("revision", notebook.revision())
        .bind("created", EpochNanos.of(notebook.created()))
        .bind("updated", EpochNanos.of(notebook.updated()))
        .execute();
    int position = 0;
    for (Cell cell : notebook.cells()) {
      insertCell(tx, notebook.id(), cell, position++, notebook.created());
    }
  }

  static Optional<Notebook> find(Transaction tx, String id) {
    List<Cell> cells = cells(tx, id);
    return tx.handle()
        .createQuery("select * from notebook where id = :id and deleted is null")
        .bind("id", id)
        .map(
            (row, _) ->
                new Notebook(
                    id,
                    row.getString("title"),
                    row.getLong("title_revision"),
                    row.getString("owner"),
                    TimeRanges.fromJson(JSON.readTree(row.getString("time_range"))),
                    row.getLong("revision"),
                    EpochNanos.toInstant(row.getLong("created")),
                    EpochNanos.toInstant(row.getLong("updated")),
                    cells))
        .findOne();
  }

  static List<NotebookSummary> list(Transaction tx, boolean canEdit) {
    return tx.handle()
        .createQuery(
            """
            select n.id, n.title, n.owner, n.updated,
              (select count(*) from notebook_cell c where c.notebook = n.id and c.deleted is null) as cells
            from notebook n where n.deleted is null order by n.updated desc, n.id limit 1000\
            """)
        .map(
            (row, _) ->
                new NotebookSummary(
                    row.getString("id"),
                    row.getString("title"),
                    row.getString("owner"),
                    EpochNanos.toInstant(row.getLong("updated")),
                    row.getInt("cells"),
                    canEdit))
        .list();
  }

  /// Whether a notebook changed state: false when it is not there, or already there (restore).
  static boolean setDeleted(Transaction tx, String id, @Nullable Instant deleted) {
    return tx.handle()
            .createUpdate(
                "update notebook set deleted = :deleted where id = :id and (deleted is null) = :was")
            .bind("deleted", deleted == null ? null : (Long) EpochNanos.of(deleted))
            .bind("id", id)
            .bind("was", deleted == null ? 0 : 1)
            .execute()
        > 0;
  }

  static void touch(Transaction tx, String id, long revision, Instant updated) {
    tx.handle()
        .createUpdate("update notebook set revision = :revision, updated = :updated where id = :id")
        .bind("revision", revision)
        .bind("updated", EpochNanos.of(updated))
        .bind("id", id)
        .execute();
  }

  static void setTitle(Transaction tx, String id, String title, long titleRevision) {
    tx.handle()
        .createUpdate(
            "update notebook set title = :title, title_revision = :titleRevision where id = :id")
        .bind("title", title)
        .bind("titleRevision", titleRevision)
        .bind("id", id)
        .execute();
  }

  static void setTimeRange(Transaction tx, String id, TimeRange range) {
    tx.handle()
        .createUpdate("update notebook set time_range = :range where id = :id")
        .bind("range", TimeRanges.toJson(range).toString())
        .bind("id", id)
        .execute();
  }

  private static List<Cell> cells(Transaction tx, String notebook) {
    return tx.handle()
        .createQuery(
            """
            select * from notebook_cell where notebook = :notebook and deleted is null
            order by position, id\
            """)
        .bind("notebook", notebook)
        .map((row, _) -> cell(row))
        .list();
  }

  /// Also a binned one.
  static Optional<Placed> findCell(Transaction tx, String notebook, CellId id) {
    return tx.handle()
        .createQuery("select * from notebook_cell where notebook = :notebook and id = :id")
        .bind("notebook", notebook)
        .bind("id", id.value())
        .map(
            (row, _) ->
                new Placed(cell(row), row.getInt("position"), row.getObject("deleted") != null))
        .findOne();
  }

  /// A cell with its place; binned ones keep the place they had.
  record Placed(Cell cell, int position, boolean isBinned) {}

  private static Cell cell(ResultSet row) throws SQLException {
    String conflictOf = row.getString("conflict_of");
    return new Cell(
        new CellId(row.getString("id")),
        CellType.find(row.getString("type")).orElseThrow(),
        row.getString("text"),
        row.getLong("revision"),
        row.getString("author"),
        conflictOf == null ? null : new CellId(conflictOf),
        row.getString("run"),
        row.getString("pending"));
  }

  static int countCells(Transaction tx, String notebook) {
    return tx.handle()
        .createQuery(
            "select count(*) from notebook_cell where notebook = :notebook and deleted is null")
        .bind("notebook", notebook)
        .mapTo(Integer.class)
        .one();
  }

  /// Puts the cell at `position`; the ones from there on move down.
  static void insertCell(Transaction tx, String notebook, Cell cell, int position, Instant saved) {
    shift(tx, notebook, position, Integer.MAX_VALUE, 1);
    tx.handle()
        .createUpdate(
            """
            insert into notebook_cell (notebook, id, type, text, revision, author, conflict_of, position)
            values (:notebook, :id, :type, :text, :revision, :author, :conflictOf, :position)\
            """)
        .bind("notebook", notebook)
        .bind("id", cell.id().value())
        .bind("type", cell.type().text())
        .bind("text", cell.text())
        .bind("revision", cell.revision())
        .bind("author", cell.author())
        .bind("conflictOf", cell.conflictOf() == null ? null : cell.conflictOf().value())
        .bind("position", position)
        .execute();
    insertRevision(tx, notebook, cell, saved);
  }

  static void updateText(Transaction tx, String notebook, Cell cell, Instant saved) {
    tx.handle()
        .createUpdate(
            """
            update notebook_cell set type = :type, text = :text, revision = :revision, author = :author
            where notebook = :notebook and id = :id\
            """)
        .bind("type", cell.type().text())
        .bind("text", cell.text())
        .bind("revision", cell.revision())
        .bind("author", cell.author())
        .bind("notebook", notebook)
        .bind("id", cell.id().value())
        .execute();
    insertRevision(tx, notebook, cell, saved);
  }

  private static void insertRevision(Transaction tx, String notebook, Cell cell, Instant saved) {
    tx.handle()
        .createUpdate(
            """
            insert into notebook_cell_revision (notebook, cell, revision, type, text, author, saved)
            values (:notebook, :cell, :revision, :type, :text, :author, :saved)\
            """)
        .bind("notebook", notebook)
        .bind("cell", cell.id().value())
        .bind("revision", cell.revision())
        .bind("type", cell.type().text())
        .bind("text", cell.text())
        .bind("author", cell.author())
        .bind("saved", EpochNanos.of(saved))
        .execute();
  }

  static void binCell(Transaction tx, String notebook, Placed placed, Instant at) {
    setCellDeleted(tx, notebook, placed.cell().id(), placed.position(), at);
    shift(tx, notebook, placed.position() + 1, Integer.MAX_VALUE, -1);
  }

  static void restoreCell(Transaction tx, String notebook, Placed placed) {
    int position = Math.min(placed.position(), countCells(tx, notebook));
    shift(tx, notebook, position, Integer.MAX_VALUE, 1);
    setCellDeleted(tx, notebook, placed.cell().id(), position, null);
  }

  private static void setCellDeleted(
      Transaction tx, String notebook, CellId id, int position, @Nullable Instant at) {
    tx.handle()
        .createUpdate(
            """
            update notebook_cell set deleted = :deleted, position = :position
            where notebook = :notebook and id = :id\
            """)
        .bind("deleted", at == null ? null : (Long) EpochNanos.of(at))
        .bind("position", position)
        .bind("notebook", notebook)
        .bind("id", id.value())
        .execute();
  }

  static void moveCell(Transaction tx, String notebook, Placed placed, int to) {
    int from = placed.position();
    if (to > from) {
      shift(tx, notebook, from + 1, to + 1, -1);
    } else {
      shift(tx, notebook, to, from, 1);
    }
    setCellDeleted(tx, notebook, placed.cell().id(), to, null);
  }

  /// Moves the places from (inclusive) to (exclusive).
  private static void shift(Transaction tx, String notebook, int from, int to, int by) {
    tx.handle()
        .createUpdate(
            """
            update notebook_cell set position = position + :by
            where notebook = :notebook and deleted is null and position >= :from and position < :to\
            """)
        .bind("by", by)
        .bind("notebook", notebook)
        .bind("from", from)
        .bind("to", to)
        .execute();
  }

  static void setRuns(
      Transaction tx,
      String notebook,
      CellId cell,
      @Nullable String run,
      @Nullable String pending) {
    tx.handle()
        .createUpdate(
            """
            update notebook_cell set run = :run, pending = :pending
            where notebook = :notebook and id = :id\
            """)
        .bind("run", run)
        .bind("pending", pending)
        .bind("notebook", notebook)
        .bind("id", cell.value())
        .execute();
  }

  static Optional<Answer> findEdit(Transaction tx, String notebook, String editId) {
    return tx.handle()
        .createQuery(
            "select revision, answer from notebook_edit where notebook = :notebook and edit_id = :edit")
        .bind("notebook", notebook)
        .bind("edit", editId)
        .map((row, _) -> new Answer(row.getLong("revision"), row.getString("answer")))
        .findOne();
  }

  /// The answer that an edit got.
  record Answer(long revision, String results) {}

  static void insertEdit(
      Transaction tx, String notebook, String editId, Answer answer, Instant saved) {
    tx.handle()
        .createUpdate(
            """
            insert into notebook_edit (notebook, edit_id, revision, answer, saved)
            values (:notebook, :edit, :revision, :answer, :saved)\
            """)
        .bind("notebook", notebook)
        .bind("edit", editId)
        .bind("revision", answer.revision())
        .bind("answer", answer.results())
        .bind("saved", EpochNanos.of(saved))
        .execute();
  }

  static Optional<String> findCreated(Transaction tx, String owner, String key) {
    return tx.handle()
        .createQuery("select notebook from notebook_created where owner = :owner and key = :key")
        .bind("owner", owner)
        .bind("key", key)
        .mapTo(String.class)
        .findOne();
  }

  static void insertCreated(Transaction tx, String owner, String key, String notebook) {
    tx.handle()
        .createUpdate(
            "insert into notebook_created (owner, key, notebook) values (:owner, :key, :notebook)")
        .bind("owner", owner)
        .bind("key", key)
        .bind("notebook", notebook)
        .execute();
  }
}
