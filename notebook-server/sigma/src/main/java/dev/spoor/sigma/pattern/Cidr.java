package dev.spoor.sigma.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 network. Names are never resolved.
public record Cidr(String source, byte[] address, int bits) {

  /// Null if the text is no network.
  public static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = IpText.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int max = address.length * 8;
    int bits = max;
    if (slash >= 0) {
      String digits = text.substring(slash + 1);
      if (digits.isEmpty()
          || digits.length() > 3
          || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return null;
      }
      bits = Integer.parseInt(digits);
    }
    return bits > max ? null : new Cidr(text, address, bits);
  }

  public boolean contains(String text) {
    byte[] other = IpText.parse(text);
    if (other == null) {
      return false;
    }
    if (other.length == 16 && address.length == 4 && IpText.isMapped(other)) {
      other = Arrays.copyOfRange(other, 12, 16);
    }
    if (other.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != other[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((address[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr that && bits == that.bits && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(address) * 31 + bits;
  }
}
