package dev.spoor.web.monitoring;

import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.router.RouterLink;

/// From the one form to the other.
final class MonitoringTabs extends Nav {
  MonitoringTabs(boolean server) {
    addClassName("page-tabs");
    getElement().setAttribute("aria-label", "Monitoring");
    RouterLink clients = new RouterLink("What clients watch", ClientTableView.class);
    RouterLink servers = new RouterLink("What the server watches", ServerTableView.class);
    (server ? servers : clients).getElement().setAttribute("aria-current", "page");
    add(clients, servers);
  }
}
