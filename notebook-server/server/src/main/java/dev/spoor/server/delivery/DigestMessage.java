package dev.spoor.server.delivery;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One message instead of many, for a target that had enough. What it holds was redacted before.
final class DigestMessage {
  /// Messages that one digest stands for.
  static final int MOST = 500;

  /// Of which so many are told one by one; the number of all is always told.
  static final int TOLD = 50;

  private static final int LINE = 300;
  private static final JsonMapper JSON = JsonMapper.shared();

  private DigestMessage() {}

  static ObjectNode of(DeliveryTarget target, List<Delivery> folded, Optional<URI> publicUrl) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put(
        "text",
        folded.size()
            + " messages in one: "
            + target.name()
            + " takes "
            + target.perMinute()
            + " a minute");
    message.put("eventId", eventId(folded));
    JsonNode first = JSON.readTree(folded.getFirst().message());
    message.put("time", first.path("time").asString(""));
    publicUrl.ifPresent(url -> message.put("link", url + "/targets"));
    message.put("messages", folded.size());
    ArrayNode told = message.putArray("digest");
    for (Delivery delivery : folded.subList(0, Math.min(TOLD, folded.size()))) {
      JsonNode one = JSON.readTree(delivery.message());
      ObjectNode line = told.addObject();
      line.put("delivery", delivery.id());
      for (String name : List.of("text", "time", "hostname", "clientId", "link")) {
        if (one.path(name).isString()) {
          line.put(name, DeliveryMessage.cut(one.path(name).asString(), LINE));
        }
      }
    }
    return message;
  }

  static String eventId(List<Delivery> folded) {
    return "digest:" + folded.getFirst().id();
  }
}
