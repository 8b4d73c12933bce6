package dev.spoor.sigma.pattern;

import org.jspecify.annotations.Nullable;

/// IP addresses as text.
final class IpText {
  private static final int MAX = 45;

  private IpText() {}

  /// 4 or 16 bytes; null if the text is no address.
  static byte @Nullable [] parse(String text) {
    int length = text.length();
    if (length < 2 || length > MAX + 16) {
      return null;
    }
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    return address.indexOf(':') < 0 ? v4(address) : v6(address);
  }

  static boolean isMapped(byte[] v6) {
    for (int i = 0; i < 10; i++) {
      if (v6[i] != 0) {
        return false;
      }
    }
    return v6[10] == -1 && v6[11] == -1;
  }

  private static byte @Nullable [] v4(String text) {
    byte[] address = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0 || part == 4) {
          return null;
        }
        address[part++] = (byte) value;
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    return part == 4 ? address : null;
  }

  private static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text);
      return all != null && all.length == 16 ? all : null;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    byte[] head = groups(text.substring(0, gap));
    byte[] tail = groups(text.substring(gap + 2));
    if (head == null || tail == null || head.length + tail.length > 14) {
      return null;
    }
    byte[] address = new byte[16];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
    return address;
  }

  private static byte @Nullable [] groups(String text) {
    byte[] out = new byte[16];
    int size = 0;
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf(':', from);
      String group = text.substring(from, end < 0 ? text.length() : end);
      if (end < 0 && group.indexOf('.') >= 0) {
        byte[] v4 = v4(group);
        if (v4 == null || size > 12) {
          return null;
        }
        System.arraycopy(v4, 0, out, size, 4);
        size += 4;
        break;
      }
      if (group.isEmpty() || group.length() > 4 || size > 14 || end == text.length() - 1) {
        return null;
      }
      int value = 0;
      for (int i = 0; i < group.length(); i++) {
        int digit = Character.digit(group.charAt(i), 16);
        if (digit < 0) {
          return null;
        }
        value = value * 16 + digit;
      }
      out[size++] = (byte) (value >> 8);
      out[size++] = (byte) value;
      from = end < 0 ? text.length() : end + 1;
    }
    return java.util.Arrays.copyOf(out, size);
  }
}
