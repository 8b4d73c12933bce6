package dev.spoor.server.http;

/// One route as data. `path` is a template as in `/api/v1/clients/{id}`; a segment in braces takes
/// one path segment, percent-decoded. `what` finishes "… may not", for example "read clients".
/// `bodyLimit` in bytes.
public record Route(
    Method method, String path, Access access, String what, long bodyLimit, RouteHandler handler) {
  public static final long DEFAULT_BODY_LIMIT = 1 << 20;

  public enum Method {
    GET,
    POST,
    PUT,
    DELETE;

    /// Whether such a request may change something, and so needs Origin and CSRF checks.
    public boolean changesState() {
      return this != GET;
    }
  }

  public Route {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("route path \"" + path + "\" must begin with /");
    }
  }

  public Route withBodyLimit(long bytes) {
    return new Route(method, path, access, what, bytes, handler);
  }
}
