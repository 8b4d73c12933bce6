package dev.spoor.web.host;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.util.Map;
import java.util.Optional;

/// Who looks at a page. The answer is asked anew each time, so that a revoked session or a changed
/// role counts from the next click on. Thread-safe; needs the session of the page (its lock or its
/// request).
public final class Viewer {
  private final SessionLookup sessions;

  public Viewer(SessionLookup sessions) {
    this.sessions = sessions;
  }

  /// The user whose page this is, or NOT_LOGGED_IN.
  public Principal.User require() {
    return find()
        .orElseThrow(
            () ->
                new SpoorException(
                    ErrorCode.NOT_LOGGED_IN, "this session has ended, log in again"));
  }

  public Optional<Principal.User> find() {
    VaadinSession session = VaadinSession.getCurrent();
    WrappedSession held = session == null ? null : session.getSession();
    Object bound = held == null ? null : held.getAttribute(Gate.BOUND);
    return bound instanceof String hash && !hash.isEmpty() ? sessions.user(hash) : Optional.empty();
  }

  public boolean may(Permission permission) {
    return find().map(user -> user.permissions().contains(permission)).orElse(false);
  }

  /// Sends visitors to the login, and everybody to the setup while there is no user.
  void guard(BeforeEnterEvent event) {
    Class<?> target = event.getNavigationTarget();
    if (target.isAnnotationPresent(Visitors.class)
        || HasErrorParameter.class.isAssignableFrom(target)
        || find().isPresent()) {
      return;
    }
    if (sessions.setupNeeded()) {
      event.forwardTo("setup");
      return;
    }
    String wanted = event.getLocation().getPathWithQueryParameters();
    event.forwardTo(
        "login",
        wanted.isEmpty() || wanted.equals(".")
            ? QueryParameters.empty()
            : QueryParameters.simple(Map.of("next", wanted)));
  }
}
