package dev.spoor.web.status;

import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The page of this feature, and its place in the navigation.
public final class StatusNavigation {
  public static final Place PLACE = new Place("Status", "status", "status");

  private StatusNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    return List.of(
        Page.of(
            StatusView.class,
            () ->
                new StatusView(
                    viewer,
                    services.administration().status(),
                    services.deliveries(),
                    services.clock(),
                    pulse)));
  }
}
