package dev.spoor.server.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.audit.AuditVerification;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.NotebookListener.SavedEdit;
import dev.spoor.server.notebook.Notebooks.Draft;
import dev.spoor.server.notebook.Notebooks.DraftCell;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebooksTest {
  static final Principal ANNA =
      new Principal.User(
          1,
          "anna",
          "analyst",
          EnumSet.of(Permission.READ_RESULTS, Permission.NOTEBOOK_EDIT, Permission.QUERY));
  static final Principal BORIS =
      new Principal.User(
          2, "boris", "analyst", EnumSet.of(Permission.READ_RESULTS, Permission.NOTEBOOK_EDIT));
  static final Principal READER =
      new Principal.User(3, "rita", "reader", EnumSet.of(Permission.READ_RESULTS));

  @TempDir Path folder;
  private Database database;
  private Audit audit;
  private Notebooks notebooks;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("spoor.db"));
    audit = new Audit(InstantSource.system());
    notebooks = new Notebooks(database, audit, InstantSource.system());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static CellId cell(String id) {
    return new CellId(id);
  }

  private String notebookWith(String... texts) {
    List<DraftCell> cells = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      cells.add(new DraftCell(cell("c" + i), CellType.VQL, texts[i]));
    }
    return notebooks.create(ANNA, new Draft("Hunt", null, cells), null).id();
  }

  private OpResult edit(Principal who, String notebook, String editId, NotebookOp op) {
    return notebooks.edit(who, notebook, editId, List.of(op)).results().getFirst();
  }

  private List<String> ids(String notebook) {
    return notebooks.require(READER, notebook).cells().stream().map(c -> c.id().value()).toList();
  }

  @Test
  void textIsThereAfterARestart() {
    String id = notebookWith("SELECT 1 FROM scope()");
    edit(ANNA, id, "e1", new NotebookOp.SetText(cell("c0"), 1, "SELECT 2 FROM scope()"));
    database.close();
    open();
    Cell cell = notebooks.require(READER, id).cells().getFirst();
    assertThat(cell.text()).isEqualTo("SELECT 2 FROM scope()");
    assertThat(cell.revision()).isEqualTo(2);
    assertThat(cell.author()).isEqualTo("user:anna");
  }

  @Test
  void whoSavesSecondKeepsTheirTextInACopyBelow() {
    String id = notebookWith("old", "other");
    edit(ANNA, id, "a", new NotebookOp.SetText(cell("c0"), 1, "from anna"));
    OpResult result = edit(BORIS, id, "b", new NotebookOp.SetText(cell("c0"), 1, "from boris"));
    assertThat(result)
        .isInstanceOfSatisfying(
            OpResult.Conflict.class,
            conflict -> {
              assertThat(conflict.yours()).isEqualTo("from boris");
              assertThat(conflict.theirs()).isEqualTo("from anna");
              assertThat(conflict.revision()).isEqualTo(2);
            });
    List<Cell> cells = notebooks.require(READER, id).cells();
    assertThat(cells).extracting(Cell::text).containsExactly("from anna", "from boris", "other");
    assertThat(cells.get(1).conflictOf()).isEqualTo(cell("c0"));
  }

  @Test
  void theSameTextTwiceIsNoConflict() {
    String id = notebookWith("old");
    edit(ANNA, id, "a", new NotebookOp.SetText(cell("c0"), 1, "same"));
    assertThat(edit(BORIS, id, "b", new NotebookOp.SetText(cell("c0"), 1, "same")))
        .isEqualTo(new OpResult.Saved(cell("c0"), 2));
  }

  @Test
  void anEditSentTwiceIsAppliedOnce() {
    String id = notebookWith("old");
    NotebookOp op = new NotebookOp.SetText(cell("c0"), 1, "new");
    SavedEdit first = notebooks.edit(ANNA, id, "e", List.of(op));
    SavedEdit second = notebooks.edit(ANNA, id, "e", List.of(op));
    assertThat(second.results()).isEqualTo(first.results());
    assertThat(second.revision()).isEqualTo(first.revision());
    assertThat(notebooks.require(READER, id).cells()).hasSize(1);
  }

  @Test
  void aConflictAnswerSurvivesBeingAskedAgain() {
    String id = notebookWith("old");
    edit(ANNA, id, "a", new NotebookOp.SetText(cell("c0"), 1, "anna"));
    NotebookOp late = new NotebookOp.SetText(cell("c0"), 1, "boris");
    OpResult first = edit(BORIS, id, "b", late);
    assertThat(edit(BORIS, id, "b", late)).isEqualTo(first);
    assertThat(notebooks.require(READER, id).cells()).hasSize(2);
  }

  @Test
  void deleteAndRestoreBringsACellBackToItsPlace() {
    String id = notebookWith("a", "b", "c");
    edit(ANNA, id, "1", new NotebookOp.Delete(cell("c1")));
    assertThat(ids(id)).containsExactly("c0", "c2");
    edit(ANNA, id, "2", new NotebookOp.Restore(cell("c1")));
    assertThat(ids(id)).containsExactly("c0", "c1", "c2");
  }

  @Test
  void typingIntoACellThatSomebodyDeletedLosesNothing() {
    String id = notebookWith("a", "b");
    edit(ANNA, id, "1", new NotebookOp.Delete(cell("c1")));
    edit(BORIS, id, "2", new NotebookOp.SetText(cell("c1"), 1, "still typing"));
    assertThat(notebooks.require(READER, id).cells())
        .extracting(Cell::text)
        .containsExactly("a", "still typing");
  }

  @Test
  void moveGoesBothWays() {
    String id = notebookWith("a", "b", "c", "d");
    edit(ANNA, id, "1", new NotebookOp.Move(cell("c0"), cell("c2")));
    assertThat(ids(id)).containsExactly("c1", "c2", "c0", "c3");
    edit(ANNA, id, "2", new NotebookOp.Move(cell("c3"), null));
    assertThat(ids(id)).containsExactly("c3", "c1", "c2", "c0");
    edit(ANNA, id, "3", new NotebookOp.Move(cell("c1"), cell("c1")));
    assertThat(ids(id)).containsExactly("c3", "c1", "c2", "c0");
  }

  /// Random operations against a plain list.
  @Test
  void placesStayThoseOfAList() {
    long seed = 20261124;
    Random random = new Random(seed);
    String id = notebookWith("a", "b", "c");
    List<String> model = new ArrayList<>(ids(id));
    for (int i = 0; i < 200; i++) {
      String after =
          model.isEmpty() || random.nextInt(4) == 0
              ? null
              : model.get(random.nextInt(model.size()));
      CellId afterId = after == null ? null : cell(after);
      int place = after == null ? 0 : model.indexOf(after) + 1;
      switch (random.nextInt(3)) {
        case 0 -> {
          edit(ANNA, id, "e" + i, new NotebookOp.Insert(cell("n" + i), CellType.VQL, "", afterId));
          model.add(place, "n" + i);
        }
        case 1 -> {
          if (!model.isEmpty()) {
            String moved = model.get(random.nextInt(model.size()));
            edit(ANNA, id, "e" + i, new NotebookOp.Move(cell(moved), afterId));
            if (!moved.equals(after)) {
              model.remove(moved);
              model.add(after == null ? 0 : model.indexOf(after) + 1, moved);
            }
          }
        }
        default -> {
          if (model.size() > 3) {
            String gone = model.remove(random.nextInt(model.size()));
            edit(ANNA, id, "e" + i, new NotebookOp.Delete(cell(gone)));
          }
        }
      }
      assertThat(ids(id)).as("seed %d, step %d", seed, i).isEqualTo(model);
    }
  }

  @Test
  void oneRefusedOperationDoesNotStopTheOthers() {
    String id = notebookWith("a");
    List<OpResult> results =
        notebooks
            .edit(
                ANNA,
                id,
                "e",
                List.of(
                    new NotebookOp.Delete(cell("nobody")),
                    new NotebookOp.SetText(cell("c0"), 1, "b")))
            .results();
    assertThat(results)
        .containsExactly(
            new OpResult.Refused(cell("nobody"), "NOT_FOUND", "cell nobody is not there"),
            new OpResult.Saved(cell("c0"), 2));
  }

  @Test
  void aReaderMayNotEdit() {
    String id = notebookWith("a");
    assertThatThrownBy(() -> edit(READER, id, "e", new NotebookOp.Delete(cell("c0"))))
        .isInstanceOf(SpoorException.class)
        .hasMessageContaining("NOTEBOOK_EDIT");
    assertThatThrownBy(() -> notebooks.create(READER, Draft.empty("x"), null))
        .isInstanceOf(SpoorException.class);
  }

  @Test
  void theSameIdempotencyKeyMakesOneNotebook() {
    String first = notebooks.create(ANNA, Draft.empty("x"), "key").id();
    assertThat(notebooks.create(ANNA, Draft.empty("x"), "key").id()).isEqualTo(first);
    assertThat(notebooks.list(READER)).hasSize(1);
  }

  @Test
  void aBinnedNotebookComesBackWhole() {
    String id = notebookWith("a");
    notebooks.delete(ANNA, id);
    assertThat(notebooks.list(READER)).isEmpty();
    assertThatThrownBy(() -> notebooks.require(READER, id))
        .hasMessage("notebook " + id + " is not there");
    notebooks.restore(ANNA, id);
    assertThat(ids(id)).containsExactly("c0");
  }

  @Test
  void everyChangeIsInTheAudit() {
    String id = notebookWith("a");
    edit(ANNA, id, "e", new NotebookOp.SetText(cell("c0"), 1, "b"));
    notebooks.delete(BORIS, id);
    Set<String> actions =
        database.read(
            tx ->
                Set.copyOf(
                    audit.page(tx, Long.MAX_VALUE, 10).stream().map(r -> r.action()).toList()));
    assertThat(actions)
        .containsExactlyInAnyOrder("notebook.create", "notebook.text", "notebook.delete");
    AuditVerification verification = database.read(audit::verify);
    assertThat(verification).isInstanceOf(AuditVerification.Intact.class);
  }

  @Test
  void titleAndTimeRangeAreSaved() {
    String id = notebookWith("a");
    notebooks.edit(
        ANNA,
        id,
        "e",
        List.of(
            new NotebookOp.SetTitle("srv_dc01 <b>intrusion</b>", 1),
            new NotebookOp.SetTimeRange(new TimeRange.All())));
    Notebook notebook = notebooks.require(READER, id);
    assertThat(notebook.title()).isEqualTo("srv_dc01 <b>intrusion</b>");
    assertThat(notebook.timeRange()).isEqualTo(new TimeRange.All());
    assertThat(edit(BORIS, id, "f", new NotebookOp.SetTitle("late", 1)))
        .isInstanceOf(OpResult.Conflict.class);
  }

  @Test
  void tooLargeATextIsRefusedAndNothingElse() {
    String id = notebookWith("a");
    OpResult result =
        edit(ANNA, id, "e", new NotebookOp.SetText(cell("c0"), 1, "x".repeat((1 << 20) + 1)));
    assertThat(result)
        .isInstanceOfSatisfying(
            OpResult.Refused.class, r -> assertThat(r.code()).isEqualTo("TOO_LARGE"));
  }
}
