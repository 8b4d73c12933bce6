package dev.spoor.wire;

import java.util.Objects;

/// The server asks both holders of one certificate whether they are alive; one that is must answer
/// with the same nonce.
public record Challenge(String nonce) implements Message {
  public Challenge {
    Objects.requireNonNull(nonce);
  }
}
