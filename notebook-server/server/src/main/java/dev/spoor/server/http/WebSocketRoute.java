package dev.spoor.server.http;

import dev.spoor.server.identity.Principal;
import io.vertx.core.http.ServerWebSocket;

/// A WebSocket endpoint as data. Origin, Host and session have been checked before `handler` is
/// called, on the event loop of that socket.
public record WebSocketRoute(String path, Access access, String what, Handler handler) {
  @FunctionalInterface
  public interface Handler {
    /// `session` is the session's key as in [dev.spoor.server.access.Sessions]; empty for a token.
    void connected(ServerWebSocket socket, Principal principal, String session);
  }
}
