package dev.spoor.web.notebook;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.NotebookSummary;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.UndoToast;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.List;

/// All notebooks, the newest change first; the first page after log-in.
@Route("notebooks")
@PageTitle("Notebooks · Spoor")
final class NotebookListView extends Div {
  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient Notebooks notebooks;
  private final transient InstantSource clock;
  private final PageTop top;
  private final Problem problem = new Problem();
  private final Grid<NotebookSummary> grid = new Grid<>();
  private final Fact none;
  private transient List<NotebookSummary> shown = List.of();

  NotebookListView(Viewer viewer, Notebooks notebooks, InstantSource clock, Pulse pulse) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.notebooks = notebooks;
    this.clock = clock;
    boolean mayEdit = viewer.may(Permission.NOTEBOOK_EDIT);
    top =
        mayEdit
            ? new PageTop(
                "Notebooks", new Import(), Actions.primary("New notebook", event -> create()))
            : new PageTop("Notebooks");
    none =
        mayEdit
            ? new Fact(
                "There is no notebook yet",
                "A notebook holds queries, what they found, and what you think of it.",
                Actions.plain("New notebook", "plus", event -> create()))
            : new Fact(
                "There is no notebook yet", "Whoever may edit notebooks can make the first one.");
    addClassNames("page", "fills");
    columns();
    add(top, problem, grid, none);
    refresh();
    pulse.watch(this, this::refresh);
  }

  private void columns() {
    grid.addClassNames("list", "comfortable");
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.addColumn(
            LitRenderer.<NotebookSummary>of(
                    "<a class='title' href=${item.link}><bdi>${item.title}</bdi></a>")
                .withProperty("title", notebook -> Plain.text(notebook.title()))
                .withProperty("link", notebook -> "notebooks/" + notebook.id()))
        .setHeader("Title")
        .setFlexGrow(3)
        .setComparator(NotebookSummary::title)
        .setWidth("220px");
    grid.addColumn(
            LitRenderer.<NotebookSummary>of("<bdi class='quiet-2'>${item.owner}</bdi>")
                .withProperty("owner", notebook -> owner(notebook.owner())))
        .setHeader("Owner")
        .setComparator(NotebookSummary::owner)
        .setWidth("140px");
    grid.addColumn(
            LitRenderer.<NotebookSummary>of("<span class='num quiet-2'>${item.cells}</span>")
                .withProperty("cells", notebook -> Words.number(notebook.cells())))
        .setHeader("Cells")
        .setFlexGrow(0)
        .setWidth("80px");
    grid.addColumn(
            LitRenderer.<NotebookSummary>of(
                    "<span class='num quiet-2' title=${item.exact}>${item.ago}</span>")
                .withProperty("exact", notebook -> Words.exact(notebook.updated()))
                .withProperty("ago", notebook -> Words.ago(notebook.updated(), clock.instant())))
        .setHeader("Updated")
        .setComparator(NotebookSummary::updated)
        .setFlexGrow(0)
        .setWidth("130px");
    grid.addColumn(
            LitRenderer.<NotebookSummary>of(
                    "<button class='icon-button' ?hidden=${!item.mine} aria-label=${item.name}"
                        + " title='Delete' @click=${bin}>"
                        + "<spoor-icon name='bin'></spoor-icon></button>")
                .withProperty("mine", NotebookSummary::canEdit)
                .withProperty("name", notebook -> "Delete " + Plain.text(notebook.title()))
                .withFunction("bin", this::delete))
        .setHeader(unseen("Actions"))
        .setFrozenToEnd(true)
        .setFlexGrow(0)
        .setWidth("56px");
  }

  private static Span unseen(String text) {
    Span span = new Span(text);
    span.addClassName("unseen");
    return span;
  }

  private static String owner(String auditName) {
    return Plain.text(auditName.startsWith("user:") ? auditName.substring(5) : auditName);
  }

  private void refresh() {
    List<NotebookSummary> now = notebooks.list(principal);
    if (now.equals(shown) && !now.isEmpty()) {
      return;
    }
    shown = now;
    grid.setItems(now);
    grid.setVisible(!now.isEmpty());
    none.setVisible(now.isEmpty());
    top.meta(now.isEmpty() ? "" : Words.number(now.size()));
  }

  private void create() {
    problem.during(
        () -> {
          String id =
              notebooks
                  .create(viewer.require(), Notebooks.Draft.empty("Untitled notebook"), null)
                  .id();
          UI.getCurrent().navigate("notebooks/" + id);
        });
  }

  private void delete(NotebookSummary notebook) {
    boolean done = problem.during(() -> notebooks.delete(viewer.require(), notebook.id()));
    refresh();
    if (done) {
      UndoToast.show(
          "Deleted " + Plain.text(notebook.title()),
          () -> {
            problem.during(() -> notebooks.restore(viewer.require(), notebook.id()));
            refresh();
          });
    }
  }

  @Tag("spoor-import")
  @JsModule("./notebook/spoor-import.ts")
  private static final class Import extends Component {}
}
