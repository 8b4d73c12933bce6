package dev.spoor.server.delivery;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Discord's webhook: `content` for notifications, one embed. Nobody is mentioned, whatever the
/// texts say. Lengths are those that Discord documents for messages and embeds.
final class DiscordPayload {
  static final int CONTENT = 2_000;
  static final int TITLE = 256;
  static final int DESCRIPTION = 4_096;
  static final int FIELDS = 25;
  static final int FIELD_NAME = 256;
  static final int FIELD_VALUE = 1_024;

  /// All texts of the embeds of a message together.
  static final int TOTAL = 6_000;

  private static final String SPECIAL = "\\*_~`|>[]()#-<@:";
  private static final String TICKS = "```";

  private DiscordPayload() {}

  static ObjectNode of(MessageView message) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put(
        "content",
        escape(message.text(), CONTENT - MessageView.REPEAT.length() - 2)
            + (message.mayRepeat() ? "\n" + MessageView.REPEAT : ""));
    payload.putObject("allowed_mentions").putArray("parse");
    ObjectNode embed = payload.putArray("embeds").addObject();
    String title = escape(message.text(), TITLE);
    embed.put("title", title);
    int room = TOTAL - title.length();
    if (!message.link().isEmpty()) {
      embed.put("url", message.link());
    }
    ArrayNode fields = JsonNodeFactory.instance.arrayNode();
    for (MessageView.Fact fact : message.facts()) {
      String name = escape(fact.name(), FIELD_NAME);
      String value = escape(fact.value(), FIELD_VALUE);
      if (fields.size() < FIELDS && name.length() + value.length() <= room) {
        room -= name.length() + value.length();
        fields.addObject().put("name", name).put("value", value).put("inline", true);
      }
    }
    if (!message.command().isEmpty() && room > 100) {
      String code = message.command().replace('`', '\u02cb');
      int most = Math.min(room, DESCRIPTION) - 2 * TICKS.length();
      embed.put("description", TICKS + DeliveryMessage.cut(code, most) + TICKS);
    }
    if (!fields.isEmpty()) {
      embed.set("fields", fields);
    }
    return payload;
  }

  /// With a backslash before what Discord's markdown gives a meaning; cut so that no escape is cut
  /// in two.
  private static String escape(String text, int room) {
    String escaped = escape(text);
    for (int length = room; escaped.length() > room; length -= Math.max(1, length / 20)) {
      escaped = escape(DeliveryMessage.cut(text, length));
    }
    return escaped;
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
