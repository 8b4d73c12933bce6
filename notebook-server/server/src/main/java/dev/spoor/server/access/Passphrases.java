package dev.spoor.server.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;

/// Argon2id with 19 MiB, two passes, one lane (the OWASP recommendation). At most two run at a
/// time, so that many logins cannot take the memory. Thread-safe.
final class Passphrases {
  static final int SHORTEST = 8;
  static final int LONGEST = 1024;

  /// A hash, with our parameters, of 32 random bytes that were thrown away. Checked when there is
  /// no such user, so that the time does not tell which names exist; made once, because making one
  /// costs a cold start a second.
  static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$HqgpMsrZut6fD5jXSxbEFQ"
          + "$ZRjySaj1y1kwXuiQqtDME5YCTgGDLM1/hqnsT1ZPlRs";

  private final SecureRandom random = new SecureRandom();
  private final Semaphore slots = new Semaphore(2, true);
  private final Argon2Function argon2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID, Argon2Function.ARGON2_VERSION_13);

  String hash(String passphrase) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    slots.acquireUninterruptibly();
    try {
      return argon2.hash(bytes(passphrase), salt).getResult();
    } finally {
      slots.release();
    }
  }

  boolean matches(String passphrase, String hash) {
    if (passphrase.length() > LONGEST) {
      return false;
    }
    slots.acquireUninterruptibly();
    try {
      return Argon2Function.getInstanceFromHash(hash)
          .check(bytes(passphrase), hash.getBytes(StandardCharsets.US_ASCII));
    } finally {
      slots.release();
    }
  }

  static void check(String passphrase) {
    int length = passphrase.length();
    if (length < SHORTEST || length > LONGEST) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "the passphrase has "
              + length
              + " characters: it needs between "
              + SHORTEST
              + " and "
              + LONGEST);
    }
  }

  private static byte[] bytes(String passphrase) {
    return passphrase.getBytes(StandardCharsets.UTF_8);
  }
}
