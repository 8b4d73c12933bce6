package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dependency.Uses;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.PastSearch;
import dev.spoor.server.monitoring.RolloutMatrix;
import dev.spoor.server.monitoring.RolloutMatrix.State;
import dev.spoor.server.monitoring.TableVersion;
import dev.spoor.server.notebook.CellType;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.HasContext;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What runs where: the rollout matrix, the clients behind its cells, and the wizard that changes
/// it.
// made later, by the wizard: without these their scripts would be loaded after they are shown
@Uses(TextArea.class)
@Uses(Select.class)
@Uses(Checkbox.class)
@Uses(Details.class)
@Route("monitoring")
@PageTitle("Client monitoring · Spoor")
final class ClientMonitoringView extends Div implements HasContext {
  private static final int LINES = 200;

  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient ClientDesk desk;
  private final transient RolloutMatrix rollout;
  private final transient Notebooks notebooks;
  private final transient InstantSource clock;
  private final transient ClientMonitoring monitoring;
  private final boolean mayEdit;

  private final PageTop top;
  private final Button back;
  private final MonitoringTabs tabs;
  private final MatrixTable matrix;
  private final CellDrill drill;
  private final Fact none;
  private final Div legend = new Div();
  private final Wizard wizard;
  private final Div context = new Div();
  private long shownVersion = -1;

  /// What the page works on.
  record Parts(
      ClientDesk desk,
      RolloutMatrix rollout,
      PastSearch past,
      Notebooks notebooks,
      InstantSource clock) {}

  ClientMonitoringView(Viewer viewer, Parts parts, MonitoringTabs tabs, Pulse pulse) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.desk = parts.desk();
    this.rollout = parts.rollout();
    this.notebooks = parts.notebooks();
    this.clock = parts.clock();
    this.monitoring = desk.monitoring();
    this.tabs = tabs;
    mayEdit = viewer.may(Permission.CLIENT_MONITORING);
    boolean mayAsk = viewer.may(Permission.QUERY);
    addClassName("page");
    context.addClassName("side-context");
    back = Actions.quiet("Back", event -> askBack());
    back.setPrefixComponent(new Icon("back"));
    back.setVisible(false);
    wizard =
        new Wizard(
            desk,
            new Wizard.Surroundings(
                List::of,
                () ->
                    mayAsk
                        ? Optional.of(new PastPart(viewer, parts.past(), this::openCell))
                        : Optional.empty(),
                this::launched,
                this::drawContext,
                this::closed));
    Button change = Actions.plain("Change", "pencil", event -> openWizard());
    top =
        mayEdit ? new PageTop("Client monitoring", back, change) : new PageTop("Client monitoring");
    matrix = new MatrixTable(mayEdit, this::choose, this::watch);
    drill = new CellDrill(viewer, rollout, monitoring, clock, mayEdit);
    none =
        mayEdit
            ? new Fact(
                "Clients watch nothing yet",
                "Choose for whom, what and with which parameters. Nothing changes until you"
                    + " launch.",
                Actions.primary("Watch something", event -> openWizard()))
            : new Fact(
                "Clients watch nothing yet", "Whoever may change client monitoring can begin.");
    drawLegend();
    Div left = new Div(tabs, legend, matrix, none, drill);
    left.addClassName("left");
    Div wrap = new Div(left, wizard);
    wrap.addClassName("with-panel");
    add(top, wrap);
    refresh();
    pulse.watch(this, this::refresh);
  }

  private void drawLegend() {
    legend.addClassName("legend");
    for (State state :
        List.of(
            State.RUNNING, State.PENDING, State.ERROR, State.SILENT, State.PRECONDITION_FALSE)) {
      String word =
          switch (state) {
            case RUNNING -> "running";
            case PENDING -> "applying";
            case ERROR -> "failed";
            case SILENT -> "client silent";
            default -> "does not apply (pale)";
          };
      Icon icon = new Icon(StateWord.icon(state));
      icon.addClassName(StateWord.icon(state));
      legend.add(new Span(icon, new Span(word)));
    }
  }

  private void openWizard() {
    wizard.open();
    drawContext();
  }

  private void watch(String label, String artifact) {
    wizard.open(label);
    drawContext();
  }

  private void choose(String label, String artifact) {
    matrix.choose(label, artifact);
    drill.open(label, artifact);
  }

  private void closed() {
    refresh();
    drawContext();
  }

  private void refresh() {
    RolloutMatrix.Page page = rollout.page(principal, Optional.empty(), LINES);
    boolean isEmpty = page.lines().isEmpty();
    none.setVisible(isEmpty);
    matrix.setVisible(!isEmpty);
    legend.setVisible(!isEmpty);
    matrix.show(page);
    drill.refresh();
    if (page.version() != shownVersion) {
      shownVersion = page.version();
      drawContext();
      tabs.refresh();
      drawVersion();
    }
  }

  private void drawVersion() {
    if (shownVersion == 0) {
      top.meta("Nothing is watched yet");
      return;
    }
    List<TableVersion> newest = monitoring.history(principal, Optional.empty(), 1).versions();
    if (newest.isEmpty()) {
      return;
    }
    TableVersion version = newest.getFirst();
    top.meta(
        "Table v"
            + version.version()
            + ", launched "
            + Words.ago(version.time(), clock.instant())
            + " by "
            + MonitoringTabs.author(version.author()));
    back.setVisible(mayEdit && version.version() > 1);
    back.setText("Back to v" + (version.version() - 1));
  }

  private void askBack() {
    if (shownVersion > 1) {
      new ReturnDialog(viewer, desk, monitoring::history, shownVersion - 1, this::refresh).open();
    }
  }

  private void drawContext() {
    context.removeAll();
    context.add(new H2("Label groups"));
    for (TableDesk.Group group : desk.groups()) {
      if (group.artifacts() == 0 && !group.label().isEmpty()) {
        continue;
      }
      NativeButton button = new NativeButton();
      button.add(
          new Span(group.label().isEmpty() ? "All" : Plain.text(group.label())),
          new Span(Words.number(group.artifacts())));
      if (wizard.isOpen() && wizard.label().equalsIgnoreCase(group.label())) {
        button.getElement().setAttribute("aria-current", "true");
      }
      button.setEnabled(mayEdit);
      button.addClickListener(
          event -> {
            wizard.openParameters(group.label());
            drawContext();
          });
      context.add(button);
    }
  }

  /// Below the last step of the wizard: what becomes of it, in the matrix.
  private Component launched() {
    refresh();
    drawContext();
    Paragraph text =
        new Paragraph(
            "Clients that are connected get it now; the matrix shows how it is applied. Those that"
                + " are away get it when they return.");
    text.addClassName("quiet-2");
    return text;
  }

  private void openCell(String vql) {
    String id =
        notebooks
            .create(
                viewer.require(),
                new Notebooks.Draft(
                    "What it would have found",
                    null,
                    List.of(new Notebooks.DraftCell(null, CellType.VQL, vql))),
                null)
            .id();
    UI.getCurrent().getPage().open("notebooks/" + id, "_blank");
  }

  @Override
  public Component context() {
    return context;
  }
}
