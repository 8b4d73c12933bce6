package dev.spoor.web.notebook;

import dev.spoor.server.alert.Decision;
import dev.spoor.web.alert.AlertNavigation;
import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The pages of this feature, and its place in the navigation.
public final class NotebookNavigation {
  public static final Place PLACE = new Place("Notebooks", "notebooks", "notebook");

  private NotebookNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    return List.of(
        Page.of(
            NotebookListView.class,
            () -> new NotebookListView(viewer, services.notebooks(), services.clock(), pulse)),
        Page.of(
            NotebookView.class,
            () ->
                new NotebookView(
                    viewer,
                    services.notebooks(),
                    notebook ->
                        AlertNavigation.decisions(
                            services, viewer, Decision.About.NOTEBOOK, notebook))));
  }
}
