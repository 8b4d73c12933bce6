package dev.spoor.web.access;

import dev.spoor.web.host.Page;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The pages of this feature.
public final class AccessNavigation {
  private AccessNavigation() {}

  public static List<Page<?>> pages(WebServices services) {
    return List.of(
        Page.of(
            AccessView.class, () -> new AccessView(services.sessions(), services.serverName())));
  }
}
