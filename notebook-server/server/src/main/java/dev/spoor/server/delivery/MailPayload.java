package dev.spoor.server.delivery;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A mail as subject and plain text: nothing in it can load, run or hide.
final class MailPayload {
  /// A line that mail programs show whole.
  static final int SUBJECT = 150;

  /// Lines of text stay below the 998 octets of RFC 5322 by being encoded; the whole stays small.
  static final int TEXT = 64 * 1024;

  private MailPayload() {}

  static ObjectNode of(MessageView message) {
    String host =
        message.facts().stream()
            .filter(fact -> fact.name().equals("Host"))
            .map(fact -> " on " + fact.value())
            .findFirst()
            .orElse("");
    StringBuilder text = new StringBuilder(message.text()).append("\n\n");
    int width = message.facts().stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (MessageView.Fact fact : message.facts()) {
      text.append(fact.name())
          .append(" ".repeat(Math.min(24, width) - Math.min(24, fact.name().length()) + 2))
          .append(fact.value())
          .append('\n');
    }
    if (!message.command().isEmpty()) {
      text.append('\n').append(message.command()).append('\n');
    }
    if (!message.link().isEmpty()) {
      text.append("\nOpen in Spoor: ").append(message.link()).append('\n');
    }
    if (message.mayRepeat()) {
      text.append('\n').append(MessageView.REPEAT).append('\n');
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("subject", DeliveryMessage.cut("Spoor: " + message.text() + host, SUBJECT))
        .put("text", DeliveryMessage.cut(text.toString(), TEXT));
  }
}
