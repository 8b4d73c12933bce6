package dev.spoor.web.monitoring;

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
    return List.of(
        Page.of(
            ClientTableView.class,
            () ->
                new ClientTableView(
                    viewer,
                    services.clientMonitoring(),
                    services.clientStates(),
                    services.clients(),
                    services.artifacts(),
                    pulse)),
        Page.of(
            ServerTableView.class,
            () ->
                new ServerTableView(
                    viewer,
                    services.serverMonitoring(),
                    services.artifacts(),
                    new TargetsPart(
                        viewer,
                        services.deliveries(),
                        services.secrets(),
                        services.settings(),
                        services.clock(),
                        pulse),
                    pulse)));
  }
}
