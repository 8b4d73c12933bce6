package dev.spoor.server.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Which addresses belong to the public internet, so that nobody can use us to reach a neighbour:
/// loopback, private, link-local (cloud metadata), shared, reserved and multicast ones do not, also
/// when they hide in an IPv6 form.
final class PublicAddress {
  private PublicAddress() {}

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] b = address.getAddress();
    return switch (address) {
      case Inet4Address _ -> isPublic4(b[0] & 0xff, b[1] & 0xff, b[2] & 0xff);
      case Inet6Address _ -> isPublic6(b);
      default -> false;
    };
  }

  private static boolean isPublic4(int a, int b, int c) {
    boolean reserved =
        a == 0
            || a >= 240
            || (a == 100 && b >= 64 && b < 128)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 198 && (b == 18 || b == 19 || (b == 51 && c == 100)))
            || (a == 203 && b == 0 && c == 113);
    return !reserved;
  }

  private static boolean isPublic6(byte[] b) {
    // global unicast is 2000::/3; NAT64 (64:ff9b::/96), 6to4 (2002::/16) and Teredo (2001::/32)
    // carry an IPv4 address inside
    boolean global = (b[0] & 0xe0) == 0x20;
    boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
    boolean teredoOrReserved = b[0] == 0x20 && b[1] == 0x01 && (b[2] & 0xfe) == 0;
    boolean documentation = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && (b[3] & 0xff) == 0xb8;
    if (sixToFour) {
      return embedded(b, 2);
    }
    if (b[0] == 0 && b[1] == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b) {
      // 64:ff9b:1::/48 is for translation inside a network
      return hasZeros(b, 4, 12) && embedded(b, 12);
    }
    return global && !teredoOrReserved && !documentation;
  }

  private static boolean hasZeros(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean embedded(byte[] b, int at) {
    try {
      return isPublic(
          InetAddress.getByAddress(new byte[] {b[at], b[at + 1], b[at + 2], b[at + 3]}));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
