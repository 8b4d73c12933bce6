package dev.spoor.server.delivery;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The form of the message that a target takes; the text form is that of the API.
public enum DeliveryKind {
  /// an incoming webhook of Slack, or what understands the same
  SLACK("slack", "Slack"),
  /// a webhook of a Teams workflow ("when a Teams webhook request is received")
  TEAMS("teams", "Teams"),
  /// a webhook of a Discord channel
  DISCORD("discord", "Discord"),
  /// our own JSON, signed when the target has a signing secret
  JSON("json", "JSON"),
  /// mail by SMTP
  MAIL("mail", "E-mail");

  private final String text;
  private final String label;

  DeliveryKind(String text, String label) {
    this.text = text;
    this.label = label;
  }

  public String text() {
    return text;
  }

  /// As people call it.
  public String label() {
    return label;
  }

  public static Optional<DeliveryKind> find(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  /// The text forms, for a message about one that is none of them.
  public static String known() {
    return Arrays.stream(values()).map(DeliveryKind::text).collect(Collectors.joining(", "));
  }
}
