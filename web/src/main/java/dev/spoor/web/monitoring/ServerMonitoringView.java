package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dependency.Uses;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.delivery.DeliveryTarget;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.monitoring.ServerQueryStatus;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.server.monitoring.TableVersion;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What runs on arriving rows: each query with its state, its last rows and its log; where messages
/// go; and the wizard that changes it.
@Uses(TextArea.class)
@Uses(Select.class)
@Uses(Checkbox.class)
@Uses(ComboBox.class)
@Uses(Details.class)
@Route("monitoring/server")
@PageTitle("Server monitoring · Spoor")
final class ServerMonitoringView extends Div {
  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient ServerDesk desk;
  private final transient ServerMonitoring monitoring;
  private final transient InstantSource clock;
  private final boolean mayEdit;
  private final PageTop top;
  private final Button back;
  private final MonitoringTabs tabs;
  private final Section entries = new Section();
  private final Wizard wizard;
  private final List<QueryState> shown = new ArrayList<>();
  private long shownVersion = -1;

  ServerMonitoringView(
      Viewer viewer,
      ServerDesk desk,
      InstantSource clock,
      TargetsPart targets,
      MonitoringTabs tabs,
      Pulse pulse) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.desk = desk;
    this.monitoring = desk.monitoring();
    this.clock = clock;
    this.tabs = tabs;
    mayEdit = viewer.may(Permission.SERVER_MONITORING);
    addClassName("page");
    entries.addClassName("group");
    back = Actions.quiet("Back", event -> askBack());
    back.setPrefixComponent(new Icon("back"));
    back.setVisible(false);
    wizard =
        new Wizard(
            desk,
            new Wizard.Surroundings(
                () -> targets.targets().stream().map(DeliveryTarget::name).toList(),
                Optional::empty,
                this::launched,
                () -> {},
                this::refresh));
    Button change = Actions.plain("Change", "pencil", event -> wizard.open());
    top =
        mayEdit ? new PageTop("Server monitoring", back, change) : new PageTop("Server monitoring");
    Div groups = new Div(entries, targets);
    groups.addClassName("groups");
    Div left = new Div(tabs, groups);
    left.addClassName("left");
    Div wrap = new Div(left, wizard);
    wrap.addClassName("with-panel");
    add(top, wrap);
    refresh();
    pulse.watch(this, this::refresh);
  }

  private void refresh() {
    long version = desk.version();
    if (version != shownVersion) {
      shownVersion = version;
      draw();
      drawVersion();
      tabs.refresh();
    }
    List<ServerQueryStatus> now = monitoring.status(principal);
    shown.forEach(state -> state.show(now));
  }

  private void draw() {
    entries.removeAll();
    shown.clear();
    Div head = new Div(new H2("On arriving rows"));
    head.addClassName("group-head");
    entries.add(head);
    List<TableEntry> table = desk.entries("");
    for (TableEntry entry : table) {
      QueryState state = new QueryState(entry.artifact());
      shown.add(state);
      entries.add(new EntryLine(entry, state.line()), state);
    }
    if (table.isEmpty()) {
      Div nothing = new Div("No artifact runs on the server. Alerts come from here.");
      nothing.addClassNames("entry", "quiet");
      entries.add(nothing);
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

  private Component launched() {
    refresh();
    Span text =
        new Span(
            "Each query reads the rows that arrive from now on; those that stayed go on where they"
                + " were. Their state, last rows and log are at the left.");
    text.addClassName("quiet-2");
    return new Paragraph(text);
  }
}
