package dev.spoor.server.http;

import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.Session;
import dev.spoor.server.access.Sessions;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Principal;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who sent a request: from the bearer token or the session cookie, from nothing else. `session` is
/// the session's key or empty, `csrf` the token that a change must carry; `isBearer` requests carry
/// no cookie's authority and so need no CSRF token.
record Caller(@Nullable Principal principal, String session, String csrf, boolean isBearer) {

  /// What the sockets of this caller hang on: the session, or the token.
  String socketKey() {
    return principal instanceof Principal.Token token ? tokenKey(token.id()) : session;
  }

  static String tokenKey(long id) {
    return "token:" + id;
  }

  /// Never blocks. A bearer token that is not valid is a failure, never an anonymous caller.
  static Caller of(HttpServerRequest request, Sessions sessions, ApiTokens tokens) {
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      Optional<Principal.Token> token =
          authorization.startsWith("Bearer ")
              ? tokens.use(authorization.substring("Bearer ".length()).strip())
              : Optional.empty();
      return new Caller(
          token.orElseThrow(
              () -> new SpoorException(ErrorCode.NOT_LOGGED_IN, "the bearer token is not valid")),
          "",
          "",
          true);
    }
    Map<String, String> cookies = Cookies.read(request.getHeader("Cookie"));
    String sessionToken = cookies.get(Cookies.SESSION);
    if (sessionToken != null) {
      Optional<Session> session = sessions.use(sessionToken);
      if (session.isPresent()) {
        return new Caller(
            session.get().user().principal(),
            session.get().key(),
            Csrf.ofSession(sessionToken),
            false);
      }
    }
    return new Caller(null, "", cookies.getOrDefault(Csrf.COOKIE, ""), false);
  }
}
