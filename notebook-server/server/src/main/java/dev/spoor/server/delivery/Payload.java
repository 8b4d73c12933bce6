package dev.spoor.server.delivery;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A message in the form of its target.
final class Payload {
  /// Slack: characters of the text of a section block.
  static final int SLACK_SECTION = 3_000;

  /// Slack: characters of a header block.
  static final int SLACK_HEADER = 150;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String REPEAT = "This message may have arrived twice.";

  private Payload() {}

  static byte[] of(Delivery delivery) {
    ObjectNode message = (ObjectNode) JSON.readTree(delivery.message());
    ObjectNode payload =
        switch (delivery.kind()) {
          case SLACK -> slack(message, delivery.mayRepeat());
          case JSON -> json(message, delivery);
        };
    return payload.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode json(ObjectNode message, Delivery delivery) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload
        .put("version", 1)
        .put("delivery", delivery.id())
        .put("attempt", delivery.attempts() + 1)
        .put("mayHaveArrivedTwice", delivery.mayRepeat());
    payload.setAll(message);
    return payload;
  }

  private static ObjectNode slack(ObjectNode message, boolean mayRepeat) {
    String text = shown(message, "text");
    String host = shown(message, "hostname");
    String client = shown(message, "clientId");
    String time = shown(message, "time");
    String command = shown(message, "commandLine");
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put(
        "text",
        escape(text + (host.isEmpty() ? "" : " on " + host) + (mayRepeat ? ". " + REPEAT : "")));
    payload.put("unfurl_links", false).put("unfurl_media", false);
    ArrayNode blocks = payload.putArray("blocks");
    blocks
        .addObject()
        .put("type", "header")
        .putObject("text")
        .put("type", "plain_text")
        .put("text", DeliveryMessage.cut(text.isEmpty() ? "Alert" : text, SLACK_HEADER))
        .put("emoji", false);
    StringBuilder facts = new StringBuilder();
    fact(facts, "Host", host);
    fact(facts, "Client", client);
    fact(facts, "Time", time);
    if (!facts.isEmpty()) {
      section(blocks, facts.toString());
    }
    if (!command.isEmpty()) {
      String code = escape(command).replace('`', '\u02cb');
      section(blocks, "```" + DeliveryMessage.cut(code, SLACK_SECTION - 6) + "```");
    }
    String link = message.path("link").asString("");
    StringBuilder footer = new StringBuilder();
    if (!link.isEmpty()) {
      footer.append('<').append(escape(link)).append("|Open in Spoor>");
    }
    if (mayRepeat) {
      footer.append(footer.isEmpty() ? "" : "  ").append(REPEAT);
    }
    if (!footer.isEmpty()) {
      blocks
          .addObject()
          .put("type", "context")
          .putArray("elements")
          .addObject()
          .put("type", "mrkdwn")
          .put("text", footer.toString());
    }
    return payload;
  }

  private static void fact(StringBuilder facts, String name, String value) {
    if (!value.isEmpty()) {
      facts
          .append(facts.isEmpty() ? "" : "\n")
          .append('*')
          .append(name)
          .append("*  ")
          .append(escape(DeliveryMessage.cut(value, 300)));
    }
  }

  private static void section(ArrayNode blocks, String markdown) {
    blocks
        .addObject()
        .put("type", "section")
        .putObject("text")
        .put("type", "mrkdwn")
        .put("text", markdown);
  }

  private static String shown(ObjectNode message, String name) {
    JsonNode value = message.path(name);
    return value.isString() ? DeliveryMessage.visible(value.asString()) : "";
  }

  /// The three characters that Slack's text gives a meaning.
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
