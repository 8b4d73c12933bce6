package dev.spoor.server.delivery;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A message in the form of its target.
final class Payload {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Payload() {}

  static byte[] of(Delivery delivery) {
    ObjectNode message = (ObjectNode) JSON.readTree(delivery.message());
    MessageView view = MessageView.of(message, delivery.mayRepeat());
    ObjectNode payload =
        switch (delivery.kind()) {
          case SLACK -> SlackPayload.of(view);
          case TEAMS -> TeamsPayload.of(view);
          case DISCORD -> DiscordPayload.of(view);
          case JSON -> json(message, delivery);
          case MAIL -> MailPayload.of(view);
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
}
