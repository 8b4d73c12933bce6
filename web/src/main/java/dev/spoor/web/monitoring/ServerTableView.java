package dev.spoor.web.monitoring;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.delivery.DeliveryTarget;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.SaveResult;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.monitoring.ServerMonitoringTable;
import dev.spoor.server.monitoring.ServerQueryStatus;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Problem;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server monitoring table as a form: what runs on arriving rows, how it is doing, and where
/// its messages go.
@Route("monitoring/server")
@PageTitle("Server monitoring · Spoor")
final class ServerTableView extends Div {
  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient ServerMonitoring monitoring;
  private final boolean mayEdit;

  private final PageTop top = new PageTop("Server monitoring");
  private final Problem problem = new Problem();
  private final Section entries = new Section();
  private final EntryForm form;
  private final SaveBar bar = new SaveBar(this::save, this::discard, this::saveOver);
  private final List<QueryState> shown = new ArrayList<>();
  private transient ServerMonitoringTable saved;
  private transient ServerMonitoringTable draft;
  private transient @Nullable ServerMonitoringTable theirs;

  ServerTableView(
      Viewer viewer,
      ServerMonitoring monitoring,
      Artifacts artifacts,
      TargetsPart targets,
      Pulse pulse) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.monitoring = monitoring;
    this.mayEdit = viewer.may(Permission.SERVER_MONITORING);
    saved = monitoring.table(principal);
    draft = saved;
    List<Artifact> offered =
        artifacts.list(principal, Optional.of(ArtifactType.SERVER_EVENT)).stream()
            .map(KnownArtifact::artifact)
            .toList();
    ParameterFields fields =
        new ParameterFields(() -> targets.targets().stream().map(DeliveryTarget::name).toList());
    form = new EntryForm(offered, false, fields, this::closeForm);
    addClassName("page");
    entries.addClassName("group");
    Div groups = new Div(entries, targets);
    groups.addClassName("groups");
    Div left = new Div(new MonitoringTabs(true), problem, groups, bar);
    left.addClassName("left");
    Div wrap = new Div(left, form);
    wrap.addClassName("with-panel");
    add(top, wrap);
    draw();
    pulse.watch(this, this::refresh);
  }

  private void draw() {
    entries.removeAll();
    shown.clear();
    Span gap = new Span();
    gap.addClassName("grow");
    Div head = new Div(new H2("On arriving rows"), gap);
    head.addClassName("group-head");
    if (mayEdit) {
      head.add(Actions.plain("Add artifact", "plus", event -> edit(null)));
    }
    entries.add(head);
    for (TableEntry entry : draft.entries()) {
      QueryState state = new QueryState(entry.artifact());
      shown.add(state);
      boolean isNew = !saved.entries().contains(entry);
      entries.add(
          new EntryLine(
              entry, state.line(), isNew, mayEdit, () -> edit(entry), () -> replace(entry, null)),
          state);
    }
    if (draft.entries().isEmpty()) {
      Div nothing = new Div("No artifact runs on the server. Alerts come from here.");
      nothing.addClassNames("entry", "quiet");
      entries.add(nothing);
    }
    top.meta(saved.version() == 0 ? "" : "Table v" + saved.version());
    showBar();
    refresh();
  }

  private void showBar() {
    ServerMonitoringTable other = theirs;
    if (other != null) {
      bar.showConflict(other.version());
    } else if (!draft.entries().equals(saved.entries())) {
      bar.show(saved.version() + 1, "Nothing changes until you save");
    } else {
      bar.setVisible(false);
    }
  }

  private void edit(@Nullable TableEntry entry) {
    form.open(
        entry == null ? "Run on the server" : "Change on the server",
        entry,
        wanted -> replace(entry, wanted));
  }

  private void closeForm() {
    form.setVisible(false);
  }

  private void replace(@Nullable TableEntry old, @Nullable TableEntry wanted) {
    List<TableEntry> next = new ArrayList<>(draft.entries());
    int place = old == null ? -1 : next.indexOf(old);
    if (place >= 0 && wanted == null) {
      next.remove(place);
    } else if (place >= 0 && wanted != null) {
      next.set(place, wanted);
    } else if (wanted != null) {
      next.add(wanted);
    }
    draft = new ServerMonitoringTable(draft.version(), next);
    draw();
  }

  private void save() {
    problem.during(
        () -> {
          switch (monitoring.save(viewer.require(), draft)) {
            case SaveResult.Saved<ServerMonitoringTable> done -> {
              saved = done.table();
              draft = saved;
            }
            case SaveResult.Conflict<ServerMonitoringTable> conflict -> theirs = conflict.current();
          }
          draw();
        });
  }

  private void saveOver() {
    ServerMonitoringTable other = theirs;
    if (other != null) {
      saved = other;
      draft = new ServerMonitoringTable(other.version(), draft.entries());
      theirs = null;
      save();
    }
  }

  private void discard() {
    theirs = null;
    saved = monitoring.table(principal);
    draft = saved;
    problem.clear();
    closeForm();
    draw();
  }

  private void refresh() {
    List<ServerQueryStatus> now = monitoring.status(principal);
    for (QueryState state : shown) {
      state.show(now);
    }
  }
}
