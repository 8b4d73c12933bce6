package dev.spoor.web.delivery;

import dev.spoor.web.administration.AdministrationNavigation;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The page of this feature; its place is among the tabs of administration.
public final class DeliveryNavigation {
  private DeliveryNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    return List.of(
        Page.of(
            TargetsView.class,
            () ->
                new TargetsView(
                    viewer,
                    services.deliveries(),
                    services.secrets(),
                    services.settings(),
                    services.clock(),
                    pulse,
                    AdministrationNavigation.tabs(viewer, "targets"))));
  }
}
