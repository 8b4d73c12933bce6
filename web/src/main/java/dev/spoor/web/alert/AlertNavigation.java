package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import dev.spoor.server.alert.Decision;
import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The pages of this feature, its place in the navigation, and what other pages show of it.
public final class AlertNavigation {
  public static final Place PLACE = new Place("Alerts", "alerts", "alert");

  private AlertNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    return List.of(
        Page.of(AlertsView.class, () -> new AlertsView(new AlertDesk(services, viewer), pulse)));
  }

  /// The number of open alerts, live.
  public static Component badge(WebServices services, Viewer viewer) {
    return new AlertBadge(services.alerts(), services.alertFeed(), viewer);
  }

  /// What was decided about a client, an account or a notebook, with a way to decide more.
  public static Component decisions(
      WebServices services, Viewer viewer, Decision.About about, String subject) {
    return new DecisionPart(new AlertDesk(services, viewer), about, subject);
  }

  /// Where an alert is shown.
  public static String path(String alert) {
    return PLACE.path() + "/" + alert;
  }
}
