package dev.spoor.server.http;

/// The routes of one feature. The launcher hands every group to [HttpServer].
public interface RouteGroup {
  void addTo(RouteTable table);
}
