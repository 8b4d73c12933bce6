package dev.spoor.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// The code in the terminal that lets the first person in: 15 minutes, one use, and only while
/// there is no user. Thread-safe.
public final class SetupCode {
  public static final Duration LIFE = Duration.ofMinutes(15);
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private final InstantSource clock;
  private final String code;
  private final Instant expires;
  private boolean used;

  /// `fixed` is the code of SPOOR_SETUP_CODE, for a demo or a test.
  public SetupCode(InstantSource clock, Optional<String> fixed) {
    this.clock = clock;
    this.code = fixed.orElseGet(SetupCode::random);
    this.expires = clock.instant().plus(LIFE);
  }

  /// What to show in the terminal, nowhere else.
  public String code() {
    return code;
  }

  synchronized boolean isUsable() {
    return !used && clock.instant().isBefore(expires);
  }

  /// Without regard to case, spaces and dashes; in constant time.
  boolean matches(String given) {
    return MessageDigest.isEqual(plain(given), plain(code));
  }

  synchronized void use() {
    used = true;
  }

  private static byte[] plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "").getBytes(StandardCharsets.UTF_8);
  }

  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      if (i > 0 && i % 4 == 0) {
        text.append('-');
      }
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
