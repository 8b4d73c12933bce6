package dev.spoor.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The few cookies of ours, read and written by hand: one place shows their flags.
final class Cookies {
  static final String SESSION = "spoor_session";

  private Cookies() {}

  static Map<String, String> read(@Nullable String header) {
    Map<String, String> cookies = new LinkedHashMap<>();
    for (String pair : pairs(header)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        cookies.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return cookies;
  }

  /// The header without the cookies that only this server reads.
  static String withoutOurs(@Nullable String header) {
    List<String> others = new ArrayList<>(pairs(header));
    others.removeIf(pair -> pair.startsWith(SESSION + "=") || pair.startsWith(Csrf.COOKIE + "="));
    return String.join("; ", others);
  }

  private static List<String> pairs(@Nullable String header) {
    List<String> pairs = new ArrayList<>();
    if (header != null) {
      for (String pair : header.split(";", -1)) {
        pairs.add(pair.strip());
      }
    }
    return pairs;
  }

  static String session(String token, boolean secure) {
    return SESSION + "=" + token + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
  }

  static String noSession(boolean secure) {
    return session("", secure) + "; Max-Age=0";
  }

  static String csrf(String token, boolean secure) {
    return Csrf.COOKIE
        + "="
        + token
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (secure ? "; Secure" : "");
  }
}
