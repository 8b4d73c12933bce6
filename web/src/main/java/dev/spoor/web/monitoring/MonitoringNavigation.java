package dev.spoor.web.monitoring;

import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The pages of this feature, and its place in the navigation.
public final class MonitoringNavigation {
  public static final Place PLACE = new Place("Monitoring", "monitoring", "monitoring");

  private MonitoringNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    ClientDesk client =
        new ClientDesk(
            viewer, services.clientMonitoring(), services.clients(), services.artifacts());
    ServerDesk server = new ServerDesk(viewer, services.serverMonitoring(), services.artifacts());
    return List.of(
        Page.of(
            ClientMonitoringView.class,
            () ->
                new ClientMonitoringView(
                    viewer,
                    new ClientMonitoringView.Parts(
                        client,
                        services.rollout(),
                        services.past(),
                        services.notebooks(),
                        services.clock()),
                    tabs(services, viewer, MonitoringTabs.Tab.MATRIX),
                    pulse)),
        Page.of(
            ServerMonitoringView.class,
            () ->
                new ServerMonitoringView(
                    viewer,
                    server,
                    services.clock(),
                    new TargetsPart(
                        viewer,
                        services.deliveries(),
                        services.secrets(),
                        services.settings(),
                        services.clock(),
                        pulse),
                    tabs(services, viewer, MonitoringTabs.Tab.SERVER),
                    pulse)),
        Page.of(
            ParametersView.class,
            () ->
                new ParametersView(
                    viewer,
                    services.clientMonitoring(),
                    tabs(services, viewer, MonitoringTabs.Tab.PARAMETERS))),
        Page.of(
            HistoryView.class,
            () ->
                new HistoryView(
                    viewer,
                    new HistoryView.Table(
                        "What clients watch",
                        client,
                        services.clientMonitoring()::history,
                        Permission.CLIENT_MONITORING),
                    new HistoryView.Table(
                        "What the server watches",
                        server,
                        services.serverMonitoring()::history,
                        Permission.SERVER_MONITORING),
                    services.clock(),
                    tabs(services, viewer, MonitoringTabs.Tab.HISTORY))));
  }

  private static MonitoringTabs tabs(WebServices services, Viewer viewer, MonitoringTabs.Tab now) {
    return new MonitoringTabs(
        viewer, services.clientMonitoring(), services.serverMonitoring(), now);
  }
}
