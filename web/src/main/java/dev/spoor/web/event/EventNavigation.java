package dev.spoor.web.event;

import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Viewer;
import java.util.List;

/// The page of this feature, and its place in the navigation.
public final class EventNavigation {
  public static final Place PLACE = new Place("Events", "events", "events");

  private EventNavigation() {}

  public static List<Page<?>> pages(Viewer viewer) {
    return List.of(Page.of(EventView.class, () -> new EventView(viewer)));
  }
}
