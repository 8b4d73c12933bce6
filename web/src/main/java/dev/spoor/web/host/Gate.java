package dev.spoor.web.host;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Lets in only what the public server forwards, and ties the container's session to the session
/// that the public server named: when the two part, the container's is thrown away with all it
/// holds. Thread-safe.
final class Gate implements Filter {
  static final String GATE_HEADER = "X-Spoor-Gate";
  static final String SESSION_HEADER = "X-Spoor-Session";

  /// The attribute of the container's session that holds the hash; `""` for a visitor.
  static final String BOUND = "spoor.session";

  private final byte[] secret;
  private final OpenSessions open;

  Gate(String secret, OpenSessions open) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.open = open;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    if (!isForwarded(http.getHeader(GATE_HEADER))) {
      answer.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    String named = http.getHeader(SESSION_HEADER);
    String session = named == null ? "" : named;
    HttpSession held = http.getSession(false);
    if (held != null && !session.equals(held.getAttribute(BOUND))) {
      held.invalidate();
    }
    chain.doFilter(new BoundRequest(http, session, open), response);
  }

  private boolean isForwarded(@Nullable String given) {
    return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret);
  }
}
