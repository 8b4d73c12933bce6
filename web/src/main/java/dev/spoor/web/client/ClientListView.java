package dev.spoor.web.client;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dependency.Uses;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableFunction;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.client.Client;
import dev.spoor.server.client.ClientPage;
import dev.spoor.server.client.ClientSearch;
import dev.spoor.server.client.Clients;
import dev.spoor.server.client.MonitoringStates;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.HasContext;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.UndoToast;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All clients: search, presence, labels, how their monitoring stands; one of them in detail.
// made by a button from outside: without this its fields would be loaded after it opened
@Uses(EnrolDialog.class)
@Route("clients/:client?")
@PageTitle("Clients · Spoor")
final class ClientListView extends Div implements HasContext, BeforeEnterObserver {
  /// Rows that the table holds; more are a matter of searching.
  private static final int MOST = 2_000;

  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient Clients clients;
  private final transient MonitoringStates states;
  private final transient ClientStates flows;
  private final transient InstantSource clock;

  private final PageTop top;
  private final TextField search = new TextField();
  private final Span found = new Span();
  private final Overview overview = new Overview();
  private final ClientTable table;
  private final Div selection = new Div();
  private final Span selected = new Span();
  private final ClientPanel panel;
  private final Div context = new Div();
  private final Fact none;
  private final Fact nothing =
      new Fact(
          "0 clients found",
          "Neither name, id, system, address nor label holds that text. Narrow by host: label: os: ip:"
              + " id: version:<0.2 seen:>1h.");
  private transient Map<String, Integer> labels = Map.of();
  private @Nullable String label;
  private transient @Nullable ClientId inspected;

  ClientListView(
      Viewer viewer,
      Clients clients,
      MonitoringStates states,
      ClientStates flows,
      InstantSource clock,
      Pulse pulse,
      List<Component> adders,
      SerializableFunction<ClientId, Component> decisions) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.clients = clients;
    this.states = states;
    this.flows = flows;
    this.clock = clock;
    boolean mayLabel = viewer.may(Permission.LABEL_CLIENT);
    this.panel =
        new ClientPanel(
            mayLabel, this::close, client -> labels(Set.of(client)), this::note, decisions);
    this.table = new ClientTable(mayLabel);
    addClassNames("page", "fills");
    context.addClassName("side-context");
    top = new PageTop("Clients", adders.toArray(Component[]::new));
    none =
        new Fact(
            "No client yet", "A client is an endpoint whose agent enrolled here with a token.");
    table.addItemClickListener(event -> inspect(event.getItem().client().id()));
    table.addSelectionListener(
        event -> {
          int count = event.getAllSelectedItems().size();
          selection.setVisible(count > 0);
          selected.setText(Words.number(count) + " selected");
        });
    Div left = new Div(searchBar(), overview, table, nothing, none, selectionBar());
    left.addClassName("left");
    Div wrap = new Div(left, panel);
    wrap.addClassName("with-panel");
    add(top, wrap);
    refresh();
    pulse.watch(this, this::refresh);
  }

  private Component searchBar() {
    search.setPlaceholder(
        "Hostname, id, system, address or label; or host: label: os: ip: id: version: seen:>1h");
    search.setPrefixComponent(new Icon("search"));
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.setValueChangeTimeout(200);
    search.setAriaLabel("Search clients");
    search.addValueChangeListener(event -> refresh());
    found.addClassNames("quiet", "num", "wide-only");
    search.setSuffixComponent(found);
    Div bar = new Div(search);
    bar.addClassName("search-bar");
    return bar;
  }

  private Component selectionBar() {
    selection.addClassName("selection-bar");
    selected.addClassName("strong");
    Span gap = new Span();
    gap.addClassName("grow");
    selection.add(
        selected,
        Actions.plain("Labels", "label", event -> labels(table.chosen())),
        gap,
        Actions.quiet("Clear", event -> table.deselectAll()));
    selection.setVisible(false);
    return selection;
  }

  private void labels(Set<ClientId> ids) {
    Set<String> carried = new HashSet<>();
    ids.forEach(id -> carried.addAll(clients.labels(id)));
    new LabelDialog(
            ids.size(),
            labels.keySet(),
            carried,
            (add, remove) -> {
              changeLabels(ids, add, remove);
            })
        .open();
  }

  /// Changes labels, and offers the way back for ten seconds.
  private void changeLabels(Set<ClientId> ids, Set<String> add, Set<String> remove) {
    Map<ClientId, Set<String>> before = new HashMap<>();
    ids.forEach(id -> before.put(id, clients.labels(id)));
    var unused = clients.changeLabels(viewer.require(), ids, add, remove);
    refresh();
    UndoToast.show(
        "Changed the labels of " + Words.count(ids.size(), "client", "clients"),
        () -> {
          back(before, add, false);
          back(before, remove, true);
          refresh();
        });
  }

  /// Gives or takes each label again where it was, or was not, before.
  private void back(Map<ClientId, Set<String>> before, Set<String> changed, boolean had) {
    for (String label : changed) {
      Set<ClientId> those = new HashSet<>();
      before.forEach(
          (id, labels) -> {
            if (labels.contains(label) == had) {
              those.add(id);
            }
          });
      if (!those.isEmpty()) {
        Set<String> one = Set.of(label);
        var unused =
            clients.changeLabels(
                viewer.require(), those, had ? one : Set.of(), had ? Set.of() : one);
      }
    }
  }

  private void note(ClientId id, String text) {
    clients.history().addNote(viewer.require(), id, text);
    showPanel();
  }

  private void inspect(ClientId id) {
    inspected = id;
    showPanel();
    table.inspect(id);
  }

  private void close() {
    inspected = null;
    panel.setVisible(false);
    table.inspect(null);
  }

  private void showPanel() {
    ClientId id = inspected;
    if (id != null) {
      Instant now = clock.instant();
      panel.show(
          clients.require(principal, id),
          states.states(id),
          flows.flow(principal, id),
          clients.history().presence(principal, id, now.minus(PresenceBar.SHOWN)),
          clients.history().notes(principal, id),
          now);
    }
  }

  private void refresh() {
    Instant now = clock.instant();
    List<ClientRow> rows = find(now);
    if (table.show(rows)) {
      overview.show(rows, now);
    }
    int all = clients.ids().size();
    none.setVisible(all == 0);
    nothing.setVisible(all > 0 && rows.isEmpty());
    table.setVisible(!rows.isEmpty());
    overview.setVisible(!rows.isEmpty());
    search.setVisible(all > 0);
    found.setText(
        rows.size() >= MOST
            ? "first " + Words.number(MOST)
            : Words.number(rows.size()) + " of " + Words.number(all));
    top.meta(all == 0 ? "" : Words.number(all) + " enrolled");
    showLabels();
    showPanel();
  }

  private List<ClientRow> find(Instant now) {
    List<ClientRow> rows = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ClientPage page =
          clients.find(
              principal,
              new ClientSearch(
                  search.getValue(), Optional.ofNullable(label), cursor, ClientSearch.MOST));
      for (Client client : page.clients()) {
        rows.add(ClientRow.of(client, states.counts(client.id()), now));
      }
      cursor = page.next();
    } while (cursor.isPresent() && rows.size() < MOST);
    return List.copyOf(rows);
  }

  private void showLabels() {
    Map<String, Integer> now = clients.labelCounts(principal);
    if (!now.equals(labels)) {
      labels = now;
      drawLabels();
    }
  }

  private void drawLabels() {
    context.removeAll();
    if (!labels.isEmpty()) {
      context.add(new H2("Labels"), choice("All clients", clients.ids().size(), null));
      labels.forEach((name, count) -> context.add(choice(Plain.text(name), count, name)));
    }
  }

  private Component choice(String text, long count, @Nullable String wanted) {
    Span name = new Span(text);
    name.addClassName("cut");
    NativeButton button = new NativeButton();
    button.add(name, new Span(Words.number(count)));
    if (Objects.equals(wanted, label)) {
      button.getElement().setAttribute("aria-current", "true");
    }
    button.addClickListener(
        event -> {
          label = wanted;
          drawLabels();
          refresh();
        });
    return button;
  }

  @Override
  public Component context() {
    return context;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    event
        .getRouteParameters()
        .get("client")
        .filter(ClientId::isValid)
        .ifPresent(id -> inspect(new ClientId(id)));
  }
}
