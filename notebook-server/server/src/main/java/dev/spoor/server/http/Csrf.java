package dev.spoor.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// The token that a page must send with every change. With a session it is derived from the
/// cookie's value, which no other site can read; before login it is the value of a cookie of its
/// own.
final class Csrf {
  static final String HEADER = "x-spoor-csrf";
  static final String COOKIE = "spoor_csrf";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Csrf() {}

  static String ofSession(String sessionToken) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("spoor csrf\n".getBytes(StandardCharsets.UTF_8));
      return text(digest.digest(sessionToken.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return text(bytes);
  }

  static boolean matches(String expected, String given) {
    return !expected.isEmpty()
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
