package dev.spoor.web.event;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.identity.Permission;
import dev.spoor.web.component.Fact;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.host.Viewer;

/// Events; the element draws all of it, the top bar included.
@Route("events")
@PageTitle("Events · Spoor")
final class EventView extends Div {
  EventView(Viewer viewer) {
    viewer.require();
    if (viewer.may(Permission.QUERY)) {
      addClassName("notebook-page");
      add(new EventElement());
    } else {
      addClassNames("page", "fills");
      add(
          new PageTop("Events"),
          new Fact(
              "You may not search events",
              "Conditions need the role analyst. An administrator can grant it."));
    }
  }
}
