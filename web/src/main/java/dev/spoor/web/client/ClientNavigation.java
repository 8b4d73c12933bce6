package dev.spoor.web.client;

import com.vaadin.flow.component.Component;
import dev.spoor.server.alert.Decision;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.alert.AlertNavigation;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The pages of this feature, and its place in the navigation.
public final class ClientNavigation {
  public static final Place PLACE = new Place("Clients", "clients", "client");

  private ClientNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    return List.of(
        Page.of(
            ClientListView.class,
            () ->
                new ClientListView(
                    viewer,
                    services.clients(),
                    services.monitoringStates(),
                    services.clientStates(),
                    services.clock(),
                    pulse,
                    adders(services, viewer),
                    client ->
                        AlertNavigation.decisions(
                            services, viewer, Decision.About.CLIENT, client.value()))));
  }

  private static List<Component> adders(WebServices services, Viewer viewer) {
    return viewer.may(Permission.ENROL_CLIENT)
        ? List.of(
            Actions.plain(
                "Add clients",
                "plus",
                event ->
                    new EnrolDialog(viewer, services.enrolment(), services.enrolCommand()).open()))
        : List.of();
  }
}
