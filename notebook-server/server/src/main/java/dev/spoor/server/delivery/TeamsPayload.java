package dev.spoor.server.delivery;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An Adaptive Card for the webhook of a Teams workflow. Text that came from an endpoint stands in
/// text runs only: a run shows what it holds, while a text block reads it as Markdown.
final class TeamsPayload {
  /// Bytes of a whole message that Teams takes.
  static final int MESSAGE = 28 * 1024;

  /// Characters of the command: as JSON it may take six bytes for each, and the rest needs room.
  private static final int COMMAND = 2_000;

  private TeamsPayload() {}

  static ObjectNode of(MessageView message) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("type", "message").put("summary", DeliveryMessage.cut(message.text(), 200));
    ObjectNode attachment = payload.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive").putNull("contentUrl");
    ObjectNode card = attachment.putObject("content");
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
        .put("type", "AdaptiveCard")
        .put("version", "1.4");
    card.putObject("msteams").put("width", "Full");
    ArrayNode body = card.putArray("body");
    run(line(body), DeliveryMessage.cut(message.text(), 400))
        .put("weight", "Bolder")
        .put("size", "Large");
    for (MessageView.Fact fact : message.facts()) {
      ArrayNode inlines = line(body);
      run(inlines, fact.name() + "  ").put("weight", "Bolder");
      run(inlines, fact.value());
    }
    if (!message.command().isEmpty()) {
      run(line(body), DeliveryMessage.cut(message.command(), COMMAND)).put("fontType", "Monospace");
    }
    if (message.mayRepeat()) {
      run(line(body), MessageView.REPEAT).put("isSubtle", true);
    }
    if (!message.link().isEmpty()) {
      card.putArray("actions")
          .addObject()
          .put("type", "Action.OpenUrl")
          .put("title", "Open in Spoor")
          .put("url", message.link());
    }
    return payload;
  }

  private static ArrayNode line(ArrayNode body) {
    return body.addObject().put("type", "RichTextBlock").putArray("inlines");
  }

  private static ObjectNode run(ArrayNode inlines, String text) {
    return inlines.addObject().put("type", "TextRun").put("text", text);
  }
}
