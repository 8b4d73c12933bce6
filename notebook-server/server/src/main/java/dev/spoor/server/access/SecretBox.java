package dev.spoor.server.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM under a key file that lies outside the database, mode 0600. Sealed form:
///
/// ```
/// 12 bytes nonce | ciphertext | 16 bytes tag      bound to the text it is sealed for
/// ```
final class SecretBox {
  private static final int NONCE = 12;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private SecretBox(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// Reads the key file, making it when there is none.
  static SecretBox open(Path keyFile) {
    try {
      if (!Files.exists(keyFile)) {
        create(keyFile);
      }
      byte[] key = Files.readAllBytes(keyFile);
      if (key.length != 32) {
        throw new IllegalStateException(
            keyFile + " holds " + key.length + " bytes instead of 32: restore it from a backup");
      }
      return new SecretBox(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path keyFile) throws IOException {
    Path folder = keyFile.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    if (Files.getFileStore(folder == null ? Path.of(".") : folder)
        .supportsFileAttributeView("posix")) {
      Files.createFile(
          keyFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(keyFile, key, StandardOpenOption.SYNC);
    } else {
      Files.write(keyFile, key, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
    }
  }

  byte[] seal(String value, String boundTo) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed =
        run(Cipher.ENCRYPT_MODE, nonce, value.getBytes(StandardCharsets.UTF_8), boundTo);
    byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
    return whole;
  }

  String unseal(byte[] whole, String boundTo) {
    byte[] nonce = Arrays.copyOf(whole, NONCE);
    byte[] sealed = Arrays.copyOfRange(whole, NONCE, whole.length);
    return new String(run(Cipher.DECRYPT_MODE, nonce, sealed, boundTo), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, String boundTo) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(128, nonce));
      cipher.updateAAD(boundTo.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "a secret does not open with this key file: " + e.getMessage(), e);
    }
  }
}
