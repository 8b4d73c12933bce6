package dev.spoor.server.delivery;

import java.util.Locale;
import java.util.Optional;

/// The form of the message that a target takes; the text form is that of the API.
public enum DeliveryKind {
  /// an incoming webhook of Slack, or what understands the same
  SLACK,
  /// our own JSON, signed when the target has a signing secret
  JSON;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DeliveryKind> find(String text) {
    for (DeliveryKind kind : values()) {
      if (kind.text().equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
