package dev.spoor.server.delivery;

import org.jspecify.annotations.Nullable;

/// Where messages go. The address is a secret, known here by its name only.
///
/// @param secret name of the secret that holds the URL; for mail `smtps://user:password@host:port`
/// @param signingSecret name of the secret that messages are signed with (HMAC-SHA256); null for
///   none
/// @param perMinute messages that it takes in a minute; what is more waits and goes as one digest
/// @param mail from whom to whom, for a target of kind mail alone
public record DeliveryTarget(
    String name,
    DeliveryKind kind,
    String secret,
    @Nullable String signingSecret,
    int perMinute,
    @Nullable Mailbox mail) {
  public static final int DEFAULT_PER_MINUTE = 30;
  public static final int MOST_PER_MINUTE = 100_000;

  /// A webhook at the usual pace.
  public DeliveryTarget(
      String name, DeliveryKind kind, String secret, @Nullable String signingSecret) {
    this(name, kind, secret, signingSecret, DEFAULT_PER_MINUTE, null);
  }

  public DeliveryTarget withPerMinute(int messages) {
    return new DeliveryTarget(name, kind, secret, signingSecret, messages, mail);
  }
}
