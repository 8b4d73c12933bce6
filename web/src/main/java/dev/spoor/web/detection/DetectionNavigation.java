package dev.spoor.web.detection;

import dev.spoor.web.component.Place;
import dev.spoor.web.host.Page;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.util.List;

/// The page of this feature, and its place in the navigation.
public final class DetectionNavigation {
  public static final Place PLACE = new Place("Detections", "detections", "shield");

  private DetectionNavigation() {}

  public static List<Page<?>> pages(WebServices services, Viewer viewer, Pulse pulse) {
    return List.of(
        Page.of(
            DetectionsView.class,
            () -> new DetectionsView(viewer, services.proofs(), services.clock(), pulse)));
  }
}
