package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
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
import dev.spoor.server.client.Clients;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientMonitoringTable;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.server.monitoring.LabelGroup;
import dev.spoor.server.monitoring.SaveResult;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The client monitoring table as a form: label groups, their entries, how each entry stands. It is
/// changed as a draft and saved as a whole, or not at all when somebody else was first.
@Route("monitoring")
@PageTitle("Client monitoring · Spoor")
final class ClientTableView extends Div {
  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient ClientMonitoring monitoring;
  private final transient ClientStates states;
  private final transient Clients clients;
  private final boolean mayEdit;

  private final PageTop top;
  private final Problem problem = new Problem();
  private final Div groups = new Div();
  private final EntryForm form;
  private final SaveBar bar = new SaveBar(this::save, this::discard, this::saveOver);
  private final List<StateWords> shown = new ArrayList<>();
  private transient ClientMonitoringTable saved;
  private transient ClientMonitoringTable draft;
  private transient @Nullable ClientMonitoringTable theirs;

  ClientTableView(
      Viewer viewer,
      ClientMonitoring monitoring,
      ClientStates states,
      Clients clients,
      Artifacts artifacts,
      Pulse pulse) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.monitoring = monitoring;
    this.states = states;
    this.clients = clients;
    this.mayEdit = viewer.may(Permission.CLIENT_MONITORING);
    saved = monitoring.table(principal);
    draft = withAll(saved);
    List<Artifact> offered =
        artifacts.list(principal, Optional.of(ArtifactType.CLIENT_EVENT)).stream()
            .map(KnownArtifact::artifact)
            .toList();
    form = new EntryForm(offered, true, new ParameterFields(List::of), this::closeForm);
    addClassName("page");
    groups.addClassName("groups");
    top =
        mayEdit
            ? new PageTop(
                "Client monitoring", Actions.plain("Add label group", "plus", event -> addGroup()))
            : new PageTop("Client monitoring");
    Div left = new Div(new MonitoringTabs(false), problem, groups, bar);
    left.addClassName("left");
    Div wrap = new Div(left, form);
    wrap.addClassName("with-panel");
    add(top, wrap);
    draw();
    pulse.watch(this, this::refresh);
  }

  /// A table to edit always has the group of all clients, first.
  private static ClientMonitoringTable withAll(ClientMonitoringTable table) {
    List<LabelGroup> groups = new ArrayList<>();
    if (table.groups().stream().noneMatch(group -> group.label().isEmpty())) {
      groups.add(new LabelGroup("", List.of()));
    }
    groups.addAll(table.groups());
    return new ClientMonitoringTable(table.version(), groups);
  }

  private static ClientMonitoringTable withoutEmpty(ClientMonitoringTable table) {
    return new ClientMonitoringTable(
        table.version(),
        table.groups().stream().filter(group -> !group.entries().isEmpty()).toList());
  }

  private void draw() {
    groups.removeAll();
    shown.clear();
    for (LabelGroup group : draft.groups()) {
      groups.add(section(group));
    }
    top.meta(saved.version() == 0 ? "Nothing is watched yet" : "Table v" + saved.version());
    boolean changed = !withoutEmpty(draft).groups().equals(withoutEmpty(saved).groups());
    ClientMonitoringTable other = theirs;
    if (other != null) {
      bar.showConflict(other.version());
    } else if (changed) {
      bar.show(saved.version() + 1, affected());
    } else {
      bar.setVisible(false);
    }
    refresh();
  }

  private String affected() {
    return "Nothing changes until you save, then for "
        + Words.count(clients.ids().size(), "client", "clients")
        + " at most";
  }

  private Component section(LabelGroup group) {
    boolean all = group.label().isEmpty();
    long size =
        all ? clients.ids().size() : clients.labelCounts(principal).getOrDefault(group.label(), 0);
    Span count = new Span(Words.count(size, "client", "clients"));
    count.addClassNames("quiet", "num");
    Span gap = new Span();
    gap.addClassName("grow");
    Div head = new Div(new H2(all ? "All" : Plain.text(group.label())), count, gap);
    head.addClassName("group-head");
    if (mayEdit) {
      head.add(Actions.plain("Add artifact", "plus", event -> edit(group, null)));
    }
    Section section = new Section(head);
    section.addClassName("group");
    for (TableEntry entry : group.entries()) {
      StateWords state = new StateWords(group.label(), entry.artifact());
      shown.add(state);
      section.add(
          new EntryLine(
              entry,
              state,
              !isSaved(group.label(), entry),
              mayEdit,
              () -> edit(group, entry),
              () -> replace(group, entry, null)));
    }
    if (group.entries().isEmpty()) {
      Div nothing =
          new Div(all ? "No artifact runs on all clients." : "No artifact in this group.");
      nothing.addClassNames("entry", "quiet");
      section.add(nothing);
    }
    return section;
  }

  private boolean isSaved(String label, TableEntry entry) {
    return saved.groups().stream()
        .anyMatch(group -> group.label().equals(label) && group.entries().contains(entry));
  }

  private void edit(LabelGroup group, @Nullable TableEntry entry) {
    String where = group.label().isEmpty() ? "all clients" : Plain.text(group.label());
    form.open(
        entry == null ? "Watch on " + where : "Change on " + where,
        entry,
        wanted -> replace(group, entry, wanted));
  }

  private void closeForm() {
    form.setVisible(false);
  }

  private void replace(LabelGroup group, @Nullable TableEntry old, @Nullable TableEntry wanted) {
    List<LabelGroup> next = new ArrayList<>();
    for (LabelGroup one : draft.groups()) {
      if (!one.label().equals(group.label())) {
        next.add(one);
        continue;
      }
      List<TableEntry> entries = new ArrayList<>(one.entries());
      int place = old == null ? -1 : entries.indexOf(old);
      if (place >= 0 && wanted == null) {
        entries.remove(place);
      } else if (place >= 0 && wanted != null) {
        entries.set(place, wanted);
      } else if (wanted != null) {
        entries.add(wanted);
      }
      next.add(new LabelGroup(one.label(), entries));
    }
    draft = new ClientMonitoringTable(draft.version(), next);
    draw();
  }

  private void addGroup() {
    new LabelGroupDialog(
            clients.labelCounts(principal).keySet(),
            label -> {
              boolean known =
                  draft.groups().stream().anyMatch(g -> g.label().equalsIgnoreCase(label));
              if (!known) {
                List<LabelGroup> next = new ArrayList<>(draft.groups());
                next.add(new LabelGroup(label, List.of()));
                draft = new ClientMonitoringTable(draft.version(), next);
                draw();
              }
            })
        .open();
  }

  private void save() {
    problem.during(
        () -> {
          switch (monitoring.save(viewer.require(), withoutEmpty(draft))) {
            case SaveResult.Saved<ClientMonitoringTable> done -> {
              saved = done.table();
              draft = withAll(saved);
            }
            case SaveResult.Conflict<ClientMonitoringTable> conflict -> theirs = conflict.current();
          }
          draw();
        });
  }

  private void saveOver() {
    ClientMonitoringTable other = theirs;
    if (other != null) {
      saved = other;
      draft = new ClientMonitoringTable(other.version(), draft.groups());
      theirs = null;
      save();
    }
  }

  private void discard() {
    theirs = null;
    saved = monitoring.table(principal);
    draft = withAll(saved);
    problem.clear();
    closeForm();
    draw();
  }

  private void refresh() {
    List<ClientStates.EntryStatus> now = states.summary(principal);
    for (StateWords words : shown) {
      Map<String, Integer> counts =
          now.stream()
              .filter(status -> words.isFor(status.label(), status.artifact()))
              .findFirst()
              .map(ClientStates.EntryStatus::counts)
              .orElse(Map.of());
      words.show(counts);
    }
  }

  /// The states of an entry's clients: the worst first, each with icon, word and number.
  private static final class StateWords extends Div {
    private final String label;
    private final String artifact;
    private transient @Nullable Map<String, Integer> last;

    StateWords(String label, String artifact) {
      this.label = label;
      this.artifact = artifact;
      addClassName("states");
    }

    boolean isFor(String ofLabel, String ofArtifact) {
      return label.equals(ofLabel) && artifact.equals(ofArtifact);
    }

    void show(Map<String, Integer> counts) {
      if (counts.equals(last)) {
        return;
      }
      last = counts;
      removeAll();
      word(counts, "error", "error", "failed");
      word(counts, "needs_agent", "warning", "need a newer agent");
      word(counts, "pending", "run", "applying");
      word(counts, "running", "ok", "running");
      word(counts, "precondition_false", "none", "does not apply");
    }

    private void word(Map<String, Integer> counts, String state, String icon, String word) {
      int count = counts.getOrDefault(state, 0);
      if (count > 0) {
        Span span = new Span(new Icon(icon), new Span(Words.number(count) + " " + word));
        span.addClassNames("state", icon);
        add(span);
      }
    }
  }
}
