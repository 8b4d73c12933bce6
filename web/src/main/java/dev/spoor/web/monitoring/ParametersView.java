package dev.spoor.web.monitoring;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientMonitoringTable;
import dev.spoor.server.monitoring.LabelGroup;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;

/// Every entry of the client table with the parameters that are not the default.
@Route("monitoring/parameters")
@PageTitle("Parameters · Spoor")
final class ParametersView extends Div {
  ParametersView(Viewer viewer, ClientMonitoring monitoring, MonitoringTabs tabs) {
    addClassName("page");
    ClientMonitoringTable table = monitoring.table(viewer.require());
    PageTop top = new PageTop("Client monitoring");
    top.meta(table.version() == 0 ? "Nothing is watched yet" : "Table v" + table.version());
    Div groups = new Div();
    groups.addClassName("groups");
    for (LabelGroup group : table.groups()) {
      groups.add(section(group));
    }
    if (table.groups().isEmpty()) {
      groups.add(new Fact("Clients watch nothing yet", "So there are no parameters."));
    }
    add(top, tabs, groups);
  }

  private static Section section(LabelGroup group) {
    Span count = new Span(Words.count(group.entries().size(), "artifact", "artifacts"));
    count.addClassNames("quiet", "num");
    Div head = new Div(new H2(group.label().isEmpty() ? "All" : Plain.text(group.label())), count);
    head.addClassName("group-head");
    Section section = new Section(head);
    section.addClassName("group");
    for (TableEntry entry : group.entries()) {
      section.add(new EntryLine(entry, new Div()));
    }
    return section;
  }
}
