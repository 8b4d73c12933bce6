package dev.spoor.web.host;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The container's sessions by the session they are bound to, so that the end of the one ends the
/// others at once, push connections included. Thread-safe.
final class OpenSessions implements HttpSessionListener {
  private final Map<String, Set<HttpSession>> bound = new ConcurrentHashMap<>();

  void add(String session, HttpSession held) {
    if (!session.isEmpty()) {
      bound.computeIfAbsent(session, key -> ConcurrentHashMap.newKeySet()).add(held);
    }
  }

  void end(String session) {
    Set<HttpSession> held = bound.remove(session);
    if (held != null) {
      held.forEach(OpenSessions::invalidate);
    }
  }

  private static void invalidate(HttpSession held) {
    try {
      held.invalidate();
    } catch (IllegalStateException alreadyInvalid) {
      // it ended by itself meanwhile: what we wanted
      return;
    }
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    bound.values().forEach(held -> held.remove(event.getSession()));
    bound.values().removeIf(Set::isEmpty);
  }
}
