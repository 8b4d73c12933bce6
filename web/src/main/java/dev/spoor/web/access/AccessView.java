package dev.spoor.web.access;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import dev.spoor.web.host.SessionLookup;
import dev.spoor.web.host.Visitors;

/// First run with the setup code, and log-in; the element talks to the public API alone.
@Tag("spoor-access")
@JsModule("./access/spoor-access.ts")
@Route(value = "login", autoLayout = false)
@RouteAlias(value = "setup", autoLayout = false)
@PageTitle("Log in · Spoor")
@Visitors
final class AccessView extends Component implements BeforeEnterObserver {
  private final transient SessionLookup sessions;

  AccessView(SessionLookup sessions, String serverName) {
    this.sessions = sessions;
    getElement().setAttribute("server", serverName);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    boolean setup = sessions.setupNeeded();
    getElement().setAttribute("mode", setup ? "setup" : "login");
    String path = event.getLocation().getPath();
    if (setup && !path.equals("setup")) {
      event.forwardTo("setup");
    } else if (!setup && path.equals("setup")) {
      event.forwardTo("login");
    }
  }
}
