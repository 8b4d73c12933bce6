package dev.spoor.server.delivery;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Slack's incoming webhook: `text` for notifications, blocks for the channel. Lengths are those
/// that Slack documents for blocks.
final class SlackPayload {
  /// Characters of the text of a section block.
  static final int SECTION = 3_000;

  /// Characters of a header block.
  static final int HEADER = 150;

  private SlackPayload() {}

  static ObjectNode of(MessageView message) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    String host =
        message.facts().stream()
            .filter(fact -> fact.name().equals("Host"))
            .map(fact -> " on " + fact.value())
            .findFirst()
            .orElse("");
    payload.put(
        "text",
        escape(message.text() + host + (message.mayRepeat() ? ". " + MessageView.REPEAT : "")));
    payload.put("unfurl_links", false).put("unfurl_media", false);
    ArrayNode blocks = payload.putArray("blocks");
    blocks
        .addObject()
        .put("type", "header")
        .putObject("text")
        .put("type", "plain_text")
        .put("text", DeliveryMessage.cut(message.text(), HEADER))
        .put("emoji", false);
    StringBuilder facts = new StringBuilder();
    for (MessageView.Fact fact : message.facts()) {
      String line = "*" + escape(fact.name()) + "*  " + escape(fact.value());
      if (facts.length() + line.length() < SECTION) {
        facts.append(facts.isEmpty() ? "" : "\n").append(line);
      }
    }
    if (!facts.isEmpty()) {
      section(blocks, facts.toString());
    }
    if (!message.command().isEmpty()) {
      section(blocks, "```" + code(message.command(), SECTION - 6) + "```");
    }
    String footer = footer(message);
    if (!footer.isEmpty()) {
      blocks
          .addObject()
          .put("type", "context")
          .putArray("elements")
          .addObject()
          .put("type", "mrkdwn")
          .put("text", footer);
    }
    return payload;
  }

  /// Cut before it is escaped, so that no escape is cut in two.
  private static String code(String command, int room) {
    String plain = command.replace('`', '\u02cb');
    String code = escape(plain);
    for (int length = room; code.length() > room; length -= 100) {
      code = escape(DeliveryMessage.cut(plain, length));
    }
    return code;
  }

  private static String footer(MessageView message) {
    StringBuilder footer = new StringBuilder();
    if (!message.link().isEmpty()) {
      footer.append('<').append(escape(message.link())).append("|Open in Spoor>");
    }
    if (message.mayRepeat()) {
      footer.append(footer.isEmpty() ? "" : "  ").append(MessageView.REPEAT);
    }
    return footer.toString();
  }

  private static void section(ArrayNode blocks, String markdown) {
    blocks
        .addObject()
        .put("type", "section")
        .putObject("text")
        .put("type", "mrkdwn")
        .put("text", markdown);
  }

  /// The three characters that Slack's text gives a meaning.
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
