package dev.spoor.server.access;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A secret that can be sent and do nothing else: it has no text form, no equality, no serial form,
/// and opens only for a host that it was pinned to when it was created.
public final class SecretValue {
  private final String name;
  private final Set<String> hosts;
  private final String value;

  SecretValue(String name, Set<String> hosts, String value) {
    this.name = name;
    this.hosts = Set.copyOf(hosts);
    this.value = value;
  }

  public String name() {
    return name;
  }

  /// The secret as an address to send to; its own host must be pinned.
  public URI toUri() {
    try {
      URI uri = new URI(value.strip());
      if (uri.getHost() != null) {
        requirePinned(uri.getHost());
        return uri;
      }
    } catch (URISyntaxException e) {
      // the cause would quote the secret
      throw new SpoorException(
          ErrorCode.INVALID_SETTING, "secret \"" + name + "\" is not a URL", List.of(), null);
    }
    throw new SpoorException(ErrorCode.INVALID_SETTING, "secret \"" + name + "\" is not a URL");
  }

  /// The secret's text for a request to that host.
  public String revealFor(String host) {
    requirePinned(host);
    return value;
  }

  private void requirePinned(String host) {
    if (!hosts.contains(host.toLowerCase(Locale.ROOT))) {
      throw new SpoorException(
          ErrorCode.FORBIDDEN, "secret \"" + name + "\" is not for host \"" + host + "\"");
    }
  }

  @Override
  public String toString() {
    return "secret \"" + name + "\"";
  }
}
