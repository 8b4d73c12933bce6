package dev.spoor.server.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where pages and API listen. `host` is an address or a name; anything but loopback needs `tls`.
/// `allowedHosts` are further names (`host` or `host:port`) under which people reach the server.
public record HttpConfig(
    String host, int port, Optional<Tls> tls, List<String> allowedHosts, String timeZone) {
  public static final int DEFAULT_PORT = 8889;

  /// PEM files: a certificate chain and its key.
  public record Tls(Path certificate, Path key) {}

  public HttpConfig {
    allowedHosts = List.copyOf(allowedHosts);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
  }

  /// Plain HTTP on loopback.
  public static HttpConfig local(int port) {
    return new HttpConfig("127.0.0.1", port, Optional.empty(), List.of(), "UTC");
  }
}
