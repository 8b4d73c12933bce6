package dev.spoor.web.home;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.Icon;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/// What needs me now, and where I was.
@Route("home")
@RouteAlias("")
@PageTitle("Home · Spoor")
final class HomeView extends Div {
  private static final int MOST_NOTEBOOKS = 8;

  private final transient Principal principal;
  private final transient Needs needs;
  private final transient ToIntFunction<Principal> openAlerts;
  private final PageTop top = new PageTop("Home");
  private final Section list = new Section();
  private transient List<Need> shown = List.of();

  HomeView(
      Viewer viewer,
      Needs needs,
      ToIntFunction<Principal> openAlerts,
      Notebooks notebooks,
      InstantSource clock,
      Pulse pulse) {
    this.principal = viewer.require();
    this.needs = needs;
    this.openAlerts = openAlerts;
    addClassName("page");
    list.addClassName("needs");
    list.getElement().setAttribute("aria-label", "What needs you now");
    add(top, list, notebooks(notebooks, clock));
    draw(needs());
    pulse.watch(this, this::refresh);
  }

  private List<Need> needs() {
    return needs.of(principal, openAlerts.applyAsInt(principal));
  }

  private void refresh() {
    List<Need> now = needs();
    if (!now.equals(shown)) {
      draw(now);
    }
  }

  private void draw(List<Need> now) {
    shown = now;
    top.meta(
        now.isEmpty() ? "" : Words.count(now.size(), "thing needs", "things need") + " somebody");
    list.removeAll();
    if (now.isEmpty()) {
      list.add(
          new Fact(
              "Nothing needs you now",
              "No open alert, no message that was given up, no agent that loses rows."));
    }
    now.forEach(need -> list.add(line(need)));
  }

  private static Component line(Need need) {
    Div what = new Div(need.what());
    what.addClassName("what");
    Div why = new Div(need.why());
    why.addClassName("why");
    Anchor go = new Anchor(need.path(), need.verb());
    go.addClassName("go");
    Div line = new Div(new Icon(need.icon()).with(need.icon()), what, why, go);
    line.addClassName("need");
    return line;
  }

  private Component notebooks(Notebooks notebooks, InstantSource clock) {
    Div head = new Div(new H2("Notebooks, last changed"));
    head.addClassName("group-head");
    Section section = new Section(head);
    PlainTable table =
        new PlainTable(
            "Notebooks, last changed",
            new PlainTable.Column("Title", "grow"),
            PlainTable.Column.of("Owner"),
            new PlainTable.Column("Changed", "nowrap"));
    var all =
        notebooks.list(principal).stream()
            .sorted(
                Comparator.comparing(
                        (dev.spoor.server.notebook.NotebookSummary one) -> one.updated())
                    .reversed())
            .limit(MOST_NOTEBOOKS)
            .toList();
    for (var one : all) {
      Span changed = PlainTable.quiet(Words.ago(one.updated(), clock.instant()));
      changed.getElement().setAttribute("title", Words.exact(one.updated()));
      Anchor link = new Anchor("notebooks/" + one.id(), PlainTable.strong(one.title()));
      table.row(link, PlainTable.text(Plain.text(one.owner())), changed);
    }
    if (all.isEmpty()) {
      Div none = new Div();
      none.addClassName("note-line");
      none.add(new Span("There is no notebook yet. "), new Anchor("notebooks", "Notebooks"));
      section.add(none);
    } else {
      section.add(table);
    }
    return section;
  }
}
