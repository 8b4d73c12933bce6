package dev.spoor.server.http;

import dev.spoor.server.delivery.Egress.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Predicate;

/// Where we may connect to: public addresses over TLS, and the places that the configuration names.
/// A name is resolved once, all of its addresses are checked, and the one that was checked is the
/// one to connect to.
final class EgressPolicy {
  private final Predicate<String> allowedPlaces;
  private final Resolver resolver;

  /// Finds the addresses of a name; the system's, except in a test of rebinding.
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  sealed interface Verdict {
    /// @param allowed by name: TLS is not demanded
    record Open(InetAddress address, boolean allowed) implements Verdict {}

    record Closed(Response response) implements Verdict {}
  }

  EgressPolicy(Predicate<String> allowedPlaces, Resolver resolver) {
    this.allowedPlaces = allowedPlaces;
    this.resolver = resolver;
  }

  boolean allows(String host, int port) {
    return allowedPlaces.test(host.toLowerCase(Locale.ROOT) + ":" + port);
  }

  /// `host` as in a URI, an IPv6 address in brackets.
  Verdict check(String host, int port) {
    boolean allowed = allows(host, port);
    try {
      InetAddress[] all = resolver.resolve(unbracketed(host));
      if (!allowed) {
        for (InetAddress one : all) {
          if (!PublicAddress.isPublic(one)) {
            return new Verdict.Closed(
                new Response.Refused(
                    host
                        + " has the address "
                        + one.getHostAddress()
                        + ", which is not public: allow "
                        + host
                        + ":"
                        + port
                        + " to send there"));
          }
        }
      }
      return new Verdict.Open(all[0], allowed);
    } catch (UnknownHostException e) {
      return new Verdict.Closed(new Response.Unreachable("there is no address for " + host));
    }
  }

  static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
