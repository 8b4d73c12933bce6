package dev.spoor.web.host;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/// A request whose container session carries, from its first moment, the session it belongs to.
final class BoundRequest extends HttpServletRequestWrapper {
  private final String session;
  private final OpenSessions open;

  BoundRequest(HttpServletRequest request, String session, OpenSessions open) {
    super(request);
    this.session = session;
    this.open = open;
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    HttpSession held = super.getSession(create);
    if (held != null && held.getAttribute(Gate.BOUND) == null) {
      held.setAttribute(Gate.BOUND, session);
      open.add(session, held);
    }
    return held;
  }

  @Override
  public HttpSession getSession() {
    HttpSession held = getSession(true);
    if (held == null) {
      throw new IllegalStateException("the container gave no session");
    }
    return held;
  }
}
