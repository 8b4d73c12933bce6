package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.RolloutMatrix;
import dev.spoor.server.monitoring.RolloutMatrix.CellClient;
import dev.spoor.server.monitoring.RolloutMatrix.State;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The clients behind a cell of the matrix: each with its reason, since when, and what helps.
final class CellDrill extends Section {
  private static final int PAGE = 20;

  private final transient Viewer viewer;
  private final transient RolloutMatrix matrix;
  private final transient ClientMonitoring monitoring;
  private final transient InstantSource clock;
  private final boolean mayEdit;
  private final H2 title = new H2();
  private final Span where = new Span();
  private final Div filters = new Div();
  private final Problem problem = new Problem();
  private final Div list = new Div();
  private String label = "";
  private String artifact = "";
  private int shown = PAGE;
  private @Nullable State only;
  private transient Object last = "";

  CellDrill(
      Viewer viewer,
      RolloutMatrix matrix,
      ClientMonitoring monitoring,
      InstantSource clock,
      boolean mayEdit) {
    this.viewer = viewer;
    this.matrix = matrix;
    this.monitoring = monitoring;
    this.clock = clock;
    this.mayEdit = mayEdit;
    addClassName("drill");
    where.addClassName("quiet");
    filters.addClassName("chips");
    list.addClassNames("box", "rows");
    Div head = new Div(title, where);
    head.addClassName("drill-head");
    add(head, filters, problem, list);
    setVisible(false);
  }

  void open(String ofLabel, String ofArtifact) {
    label = ofLabel;
    artifact = ofArtifact;
    shown = PAGE;
    only = null;
    last = "";
    problem.clear();
    setVisible(true);
    refresh();
  }

  void refresh() {
    if (!isVisible()) {
      return;
    }
    RolloutMatrix.CellPage all;
    RolloutMatrix.CellPage page;
    try {
      // counts come from the matrix's own cell; the list holds what is looked at
      all = matrix.clients(viewer.require(), label, artifact, Optional.empty(), 0, 500);
      page = matrix.clients(viewer.require(), label, artifact, Optional.ofNullable(only), 0, shown);
    } catch (dev.spoor.server.error.SpoorException e) {
      // the entry is gone meanwhile
      setVisible(false);
      return;
    }
    Object now = List.of(page, String.valueOf(only));
    if (now.equals(last)) {
      return;
    }
    last = now;
    State worst = page.clients().isEmpty() ? null : page.clients().getFirst().state();
    long count = page.clients().stream().filter(client -> client.state() == worst).count();
    title.setText(
        worst == null
            ? "No client"
            : only == null && count < page.clients().size()
                ? StateWord.counted(worst, (int) count)
                : page.total() == 0 ? "No client" : StateWord.counted(worst, page.total()));
    String short_ = artifact.substring(artifact.lastIndexOf('.') + 1);
    where.setText(short_ + " on " + (label.isEmpty() ? "all clients" : Plain.text(label)));
    drawFilters(all);
    list.removeAll();
    page.clients().forEach(client -> list.add(row(client)));
    if (page.next().isPresent()) {
      Div more =
          new Div(
              Actions.quiet(
                  "Show more of " + Words.number(page.total()),
                  event -> {
                    shown = Math.min(500, shown * 4);
                    refresh();
                  }));
      more.addClassName("more");
      list.add(more);
    }
  }

  private void drawFilters(RolloutMatrix.CellPage all) {
    Map<State, Integer> counts = new LinkedHashMap<>();
    all.clients().forEach(client -> counts.merge(client.state(), 1, Integer::sum));
    filters.removeAll();
    filters.setVisible(counts.size() > 1);
    counts.forEach(
        (state, count) -> {
          NativeButton chip = new NativeButton();
          chip.addClassName("chip");
          chip.add(new Icon(StateWord.icon(state)), new Span(StateWord.counted(state, count)));
          chip.getElement().setAttribute("aria-pressed", Boolean.toString(state == only));
          chip.addClickListener(
              event -> {
                only = state == only ? null : state;
                shown = PAGE;
                refresh();
              });
          filters.add(chip);
        });
  }

  private Component row(CellClient client) {
    String icon = StateWord.icon(client.state());
    Icon state = new Icon(icon);
    state.addClassName(icon);
    Anchor name = new Anchor("clients/" + client.client().value(), Plain.text(client.hostname()));
    name.setRouterIgnore(false);
    name.addClassName("title");
    Span reason =
        new Span(
            client.reason().isEmpty()
                ? StateWord.of(client.state(), 1)
                : capital(Plain.text(client.reason())));
    reason.addClassName("reason");
    Instant since = client.since();
    Span time = new Span(since == null ? "" : Words.ago(since, clock.instant()));
    if (since != null) {
      time.getElement().setAttribute("title", Words.exact(since));
    }
    time.addClassNames("quiet", "num");
    Div remedy = new Div();
    remedy.addClassName("remedy");
    switch (client.remedy()) {
      case NONE -> {}
      case RETRY -> remedy(remedy, "Retry", client);
      case SEND_AGAIN -> remedy(remedy, "Send again", client);
      case UPDATE_AGENT -> {
        Anchor update = new Anchor("clients/" + client.client().value(), "Update agent");
        update.addClassName("button");
        remedy.add(update);
      }
    }
    Div row = new Div(state, name, reason, time, remedy);
    row.addClassName("row");
    return row;
  }

  private void remedy(Div place, String verb, CellClient client) {
    if (mayEdit) {
      var button =
          Actions.plain(
              verb,
              event -> {
                var unused =
                    problem.during(
                        () -> monitoring.sendAgain(viewer.require(), client.client(), artifact));
                refresh();
              });
      button.setAriaLabel(verb + " on " + Plain.text(client.hostname()));
      place.add(button);
    }
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
