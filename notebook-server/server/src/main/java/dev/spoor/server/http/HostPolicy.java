package dev.spoor.server.http;

import dev.spoor.server.access.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which Host headers are ours, so that a name that an attacker points at this address (DNS
/// rebinding) gets no answer, and which Origins may change something.
final class HostPolicy {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> hosts = new TreeSet<>();
  private final boolean tls;
  private final Settings settings;

  HostPolicy(HttpConfig config, int port, Settings settings) {
    this.tls = config.tls().isPresent();
    this.settings = settings;
    for (String name : LOOPBACK) {
      hosts.add(withPort(name, port));
    }
    String bound = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    hosts.add(withPort(bound.toLowerCase(Locale.ROOT), port));
    for (String name : config.allowedHosts()) {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean hasPort = lower.matches(".*:\\d+");
      hosts.add(hasPort ? lower : withPort(lower, port));
    }
  }

  /// `authority` is the Host header: `host` or `host:port`.
  boolean allowsHost(@Nullable String authority) {
    if (authority == null) {
      return false;
    }
    String wanted = normal(authority, tls);
    return hosts.contains(wanted)
        || settings.publicUrl().filter(url -> authorityOf(url).equals(wanted)).isPresent()
        || settings
            .publicUrl()
            .filter(url -> authorityOf(url).equals(normal(authority, isHttps(url))))
            .isPresent();
  }

  /// Whether a page of `origin` may change something on `authority`: the same place, by the scheme
  /// that we speak or that publicUrl names.
  boolean allowsOrigin(@Nullable String origin, @Nullable String authority) {
    if (origin == null || authority == null) {
      return false;
    }
    Optional<URI> publicUrl = settings.publicUrl();
    if (publicUrl.isPresent() && origin.equalsIgnoreCase(publicUrl.get().toString())) {
      return true;
    }
    try {
      URI uri = new URI(origin);
      return uri.getHost() != null
          && (tls ? "https" : "http").equals(uri.getScheme())
          && authorityOf(uri).equals(normal(authority, tls))
          && hosts.contains(authorityOf(uri));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// Whether the browser that sends this Origin or Host speaks TLS to us or to what stands before
  /// us.
  boolean isSecure(@Nullable String authority) {
    return tls
        || (authority != null
            && settings
                .publicUrl()
                .filter(HostPolicy::isHttps)
                .filter(url -> authorityOf(url).equals(normal(authority, true)))
                .isPresent());
  }

  private static boolean isHttps(URI url) {
    return "https".equals(url.getScheme());
  }

  private static String authorityOf(URI uri) {
    int port = uri.getPort() >= 0 ? uri.getPort() : isHttps(uri) ? 443 : 80;
    return withPort(uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  private static String normal(String authority, boolean https) {
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.matches(".*:\\d+") ? lower : withPort(lower, https ? 443 : 80);
  }

  private static String withPort(String host, int port) {
    return host + ":" + port;
  }
}
