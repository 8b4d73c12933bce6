package dev.spoor.server.http;

/// Answers one request on a virtual thread: it may block, it may throw
/// [dev.spoor.server.error.SpoorException].
@FunctionalInterface
public interface RouteHandler {
  ApiResponse handle(ApiRequest request);
}
