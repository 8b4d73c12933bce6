package dev.spoor.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A stored message as people read it: each text with what could act in a chat made visible.
///
/// @param text what happened; never empty
/// @param facts name and value, host, client and time first
/// @param command empty when the message is about no command
/// @param link empty when the server has no address for people
record MessageView(String text, List<Fact> facts, String command, String link, boolean mayRepeat) {
  static final String REPEAT = "This message may have arrived twice.";

  /// Facts of a row beside host, client and time.
  private static final int MOST_MORE = 8;

  private static final int MOST_VALUE = 300;
  private static final int MOST_OF_DIGEST = 10;

  /// Columns that have their own place in a message.
  private static final Set<String> PLACED =
      Set.of("Hostname", "ClientId", "UtcTime", "EventTime", "CommandLine");

  record Fact(String name, String value) {}

  static MessageView of(ObjectNode message, boolean mayRepeat) {
    List<Fact> facts = new ArrayList<>();
    add(facts, "Host", shown(message.path("hostname")));
    add(facts, "Client", shown(message.path("clientId")));
    add(facts, "Time", shown(message.path("time")));
    int most = facts.size() + MOST_MORE;
    for (Map.Entry<String, JsonNode> column : message.path("event").properties()) {
      if (facts.size() < most
          && !PLACED.contains(column.getKey())
          && !column.getKey().startsWith("_")) {
        add(facts, DeliveryMessage.visible(column.getKey()), shown(column.getValue()));
      }
    }
    addDigest(facts, message);
    String text = shown(message.path("text"));
    return new MessageView(
        text.isEmpty() ? "Alert" : text,
        List.copyOf(facts),
        shown(message.path("commandLine")),
        message.path("link").asString(""),
        mayRepeat);
  }

  /// The first messages of a digest, and how many there are beside them.
  private static void addDigest(List<Fact> facts, ObjectNode message) {
    int told = 0;
    for (JsonNode one : message.path("digest")) {
      if (told == MOST_OF_DIGEST) {
        break;
      }
      String host = shown(one.path("hostname"));
      add(facts, host.isEmpty() ? shown(one.path("time")) : host, shown(one.path("text")));
      told++;
    }
    int more = message.path("messages").asInt(0) - told;
    if (more > 0) {
      add(facts, "And", more + " more");
    }
  }

  private static void add(List<Fact> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Fact(DeliveryMessage.cut(name, 64), DeliveryMessage.cut(value, MOST_VALUE)));
    }
  }

  private static String shown(JsonNode value) {
    if (value.isString() || value.isNumber() || value.isBoolean()) {
      return DeliveryMessage.visible(value.asString());
    }
    return value.path("$time").isString()
        ? DeliveryMessage.visible(value.path("$time").asString())
        : "";
  }
}
