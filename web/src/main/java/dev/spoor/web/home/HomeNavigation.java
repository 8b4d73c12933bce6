package dev.spoor.web.home;

import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The page of this feature, and its place in the navigation.
public final class HomeNavigation {
  public static final Place PLACE = new Place("Home", "home", "home", true);

  private HomeNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    var administration = services.administration();
    return List.of(
        Page.of(
            HomeView.class,
            () ->
                new HomeView(
                    viewer,
                    new Needs(
                        administration.status(), services.deliveries(), services.clientStates()),
                    administration.openAlerts(),
                    services.notebooks(),
                    services.clock(),
                    pulse)));
  }
}
