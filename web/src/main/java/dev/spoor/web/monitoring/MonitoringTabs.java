package dev.spoor.web.monitoring;

import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;

/// The pages of monitoring, with how much is on each.
final class MonitoringTabs extends Nav {
  private final transient Viewer viewer;
  private final transient ClientMonitoring client;
  private final transient ServerMonitoring server;
  private final Span serverCount = new Span();
  private final Span versionCount = new Span();

  /// The page that shows these tabs.
  enum Tab {
    MATRIX,
    SERVER,
    PARAMETERS,
    HISTORY
  }

  MonitoringTabs(Viewer viewer, ClientMonitoring client, ServerMonitoring server, Tab now) {
    this.viewer = viewer;
    this.client = client;
    this.server = server;
    addClassName("page-tabs");
    getElement().setAttribute("aria-label", "Monitoring");
    RouterLink matrix = new RouterLink("What runs where", ClientMonitoringView.class);
    RouterLink onServer = new RouterLink("Server", ServerMonitoringView.class);
    RouterLink parameters = new RouterLink("Parameters", ParametersView.class);
    RouterLink history = new RouterLink("History", HistoryView.class);
    serverCount.addClassNames("count", "num");
    versionCount.addClassNames("count", "num");
    onServer.add(serverCount);
    history.add(versionCount);
    RouterLink current =
        switch (now) {
          case MATRIX -> matrix;
          case SERVER -> onServer;
          case PARAMETERS -> parameters;
          case HISTORY -> history;
        };
    current.getElement().setAttribute("aria-current", "page");
    add(matrix, onServer, parameters, history);
    refresh();
  }

  void refresh() {
    Principal principal = viewer.require();
    serverCount.setText(Words.number(server.table(principal).entries().size()));
    versionCount.setText(
        Words.number(client.table(principal).version() + server.table(principal).version()));
  }

  /// `user:anna` as one would say it.
  static String author(String auditName) {
    return Plain.text(auditName.startsWith("user:") ? auditName.substring(5) : auditName);
  }
}
