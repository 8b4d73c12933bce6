package dev.spoor.wire;

import java.util.Objects;

/// The agent's answer to a [Challenge].
public record ChallengeAnswer(String nonce) implements Message {
  public ChallengeAnswer {
    Objects.requireNonNull(nonce);
  }
}
