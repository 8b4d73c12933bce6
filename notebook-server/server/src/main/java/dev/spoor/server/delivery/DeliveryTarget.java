package dev.spoor.server.delivery;

import org.jspecify.annotations.Nullable;

/// Where messages go. The address is a secret, known here by its name only.
///
/// @param secret name of the secret that holds the URL
/// @param signingSecret name of the secret that messages are signed with (HMAC-SHA256); null for
///   none
public record DeliveryTarget(
    String name, DeliveryKind kind, String secret, @Nullable String signingSecret) {}
