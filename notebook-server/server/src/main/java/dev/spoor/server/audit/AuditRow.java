package dev.spoor.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// One row of the audit; `time` in nanoseconds since 1970, hashes in hex. The hash covers
///
/// ```
/// previous hash (32 bytes) | u64 seq | u64 time | each text: u32 length, UTF-8 (length -1: null)
/// ```
public record AuditRow(
    long seq,
    long time,
    String principal,
    String action,
    String target,
    @Nullable String before,
    @Nullable String after,
    String previousHash,
    String hash) {
  static final String FIRST = "0".repeat(64);

  static AuditRow chained(
      long seq,
      long time,
      String principal,
      String action,
      String target,
      @Nullable String before,
      @Nullable String after,
      String previousHash) {
    AuditRow open =
        new AuditRow(seq, time, principal, action, target, before, after, previousHash, "");
    return new AuditRow(
        seq, time, principal, action, target, before, after, previousHash, open.computedHash());
  }

  String computedHash() {
    MessageDigest digest = sha256();
    digest.update(HexFormat.of().parseHex(previousHash));
    digest.update(ByteBuffer.allocate(16).putLong(seq).putLong(time).flip());
    add(digest, principal);
    add(digest, action);
    add(digest, target);
    add(digest, before);
    add(digest, after);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, @Nullable String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(text == null ? -1 : bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
