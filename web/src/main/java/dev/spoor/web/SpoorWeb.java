package dev.spoor.web;

import dev.spoor.web.access.AccessNavigation;
import dev.spoor.web.administration.AdministrationNavigation;
import dev.spoor.web.alert.AlertNavigation;
import dev.spoor.web.client.ClientNavigation;
import dev.spoor.web.component.Place;
import dev.spoor.web.delivery.DeliveryNavigation;
import dev.spoor.web.detection.DetectionNavigation;
import dev.spoor.web.event.EventNavigation;
import dev.spoor.web.home.HomeNavigation;
import dev.spoor.web.host.JettyHost;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import dev.spoor.web.monitoring.MonitoringNavigation;
import dev.spoor.web.notebook.NotebookNavigation;
import dev.spoor.web.status.StatusNavigation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pages, whole: constructed with what they need, started on a loopback port behind the public
/// server.
public final class SpoorWeb implements AutoCloseable {
  private final Pulse pulse = new Pulse();
  private final JettyHost host;
  private volatile int port;

  /// @param gateSecret what the public server sends in `X-Spoor-Gate`; new at each start
  public SpoorWeb(WebServices services, String gateSecret) {
    Viewer viewer = new Viewer(services.sessions());
    host = new JettyHost(gateSecret, pages(services, viewer, pulse), viewer);
  }

  /// Every class that Vaadin may create.
  static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    List<Place> places =
        List.of(
            HomeNavigation.PLACE,
            NotebookNavigation.PLACE,
            AlertNavigation.PLACE,
            EventNavigation.PLACE,
            ClientNavigation.PLACE,
            MonitoringNavigation.PLACE,
            DetectionNavigation.PLACE,
            StatusNavigation.PLACE,
            AdministrationNavigation.PLACE);
    List<Page<?>> pages = new ArrayList<>();
    pages.add(
        Page.of(
            MainLayout.class,
            () ->
                new MainLayout(
                    viewer,
                    services.status(),
                    pulse,
                    places,
                    place ->
                        place.equals(AlertNavigation.PLACE)
                            ? Optional.of(AlertNavigation.badge(services, viewer))
                            : Optional.empty())));
    pages.add(Page.of(ErrorView.class, ErrorView::new));
    pages.add(Page.of(NotFoundView.class, NotFoundView::new));
    pages.add(Page.of(FailureView.class, FailureView::new));
    pages.addAll(AccessNavigation.pages(services));
    pages.addAll(HomeNavigation.pages(services, viewer, pulse));
    pages.addAll(NotebookNavigation.pages(services, viewer, pulse));
    pages.addAll(AlertNavigation.pages(services, viewer, pulse));
    pages.addAll(EventNavigation.pages(viewer));
    pages.addAll(ClientNavigation.pages(services, viewer, pulse));
    pages.addAll(MonitoringNavigation.pages(services, viewer, pulse));
    pages.addAll(DetectionNavigation.pages(services, viewer, pulse));
    pages.addAll(StatusNavigation.pages(services, viewer, pulse));
    pages.addAll(DeliveryNavigation.pages(services, viewer, pulse));
    pages.addAll(AdministrationNavigation.pages(services, viewer));
    return List.copyOf(pages);
  }

  /// Loads what every start of the pages needs and nothing else does, so that it can be done beside
  /// other parts of a start.
  public static void prepare() {
    JettyHost.prepare();
  }

  public void start() {
    port = host.start();
    pulse.start();
  }

  /// The port on 127.0.0.1 to which the public server forwards; known once started.
  public int port() {
    return port;
  }

  /// Closes at once every page that belongs to a session which ended, was revoked or changed role.
  public void endSession(String sessionHash) {
    host.endSession(sessionHash);
  }

  @Override
  public void close() {
    pulse.close();
    host.close();
  }
}
