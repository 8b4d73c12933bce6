package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.monitoring.TableVersion;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.Optional;

/// The versions of both tables: who launched them, when, and how each differs from the one before.
@Route("monitoring/history")
@PageTitle("Monitoring history · Spoor")
final class HistoryView extends Div {
  private static final int PAGE = 20;

  private final transient Viewer viewer;
  private final transient InstantSource clock;
  private final MonitoringTabs tabs;

  /// A table and how its versions are read.
  record Table(String title, TableDesk desk, ReturnDialog.History history, Permission needed) {}

  HistoryView(Viewer viewer, Table client, Table server, InstantSource clock, MonitoringTabs tabs) {
    this.viewer = viewer;
    this.clock = clock;
    this.tabs = tabs;
    addClassName("page");
    Div groups = new Div(new Versions(client), new Versions(server));
    groups.addClassName("groups");
    add(new PageTop("Monitoring history"), tabs, groups);
  }

  /// The versions of one table, the newest first.
  private final class Versions extends Section {
    private final transient Table table;
    private final boolean mayReturn;
    private final Div list = new Div();

    Versions(Table table) {
      this.table = table;
      mayReturn = viewer.may(table.needed());
      addClassName("group");
      Div head = new Div(new H2(table.title()));
      head.addClassName("group-head");
      add(head, list);
      draw();
    }

    private void draw() {
      list.removeAll();
      more(Optional.empty());
      if (list.getChildren().findAny().isEmpty()) {
        list.add(new Fact("Nothing was launched yet", "Each launch is a version here."));
      }
      tabs.refresh();
    }

    private void more(Optional<Long> from) {
      TableVersion.Page page = table.history().read(viewer.require(), from, PAGE);
      long newest = table.desk().version();
      page.versions().forEach(version -> list.add(line(version, newest)));
      page.next()
          .ifPresent(
              next -> {
                Div holder = new Div();
                holder.addClassName("more");
                Button button =
                    Actions.quiet(
                        "Show older",
                        event -> {
                          list.remove(holder);
                          more(Optional.of(next));
                        });
                holder.add(button);
                list.add(holder);
              });
    }

    private Component line(TableVersion version, long newest) {
      Span name = new Span("v" + version.version());
      name.addClassNames("strong", "num");
      Span now = new Span(version.version() == newest ? "in force" : "");
      now.addClassName("label");
      now.setVisible(version.version() == newest);
      Span author = new Span(MonitoringTabs.author(version.author()));
      Span time = new Span(Words.ago(version.time(), clock.instant()));
      time.getElement().setAttribute("title", Words.exact(version.time()));
      time.addClassNames("quiet", "num");
      Div who = new Div(new Div(name, now), author, time);
      who.addClassName("who");
      Div actions = new Div();
      actions.addClassName("actions");
      if (mayReturn && version.version() < newest) {
        Button back = Actions.plain("Back to v" + version.version(), event -> back(version));
        actions.add(back);
      }
      Div line = new Div(who, new ChangeList(version.changes(), table.desk().hasLabels()), actions);
      line.addClassName("version");
      return line;
    }

    private void back(TableVersion version) {
      new ReturnDialog(viewer, table.desk(), table.history(), version.version(), this::draw).open();
    }
  }
}
