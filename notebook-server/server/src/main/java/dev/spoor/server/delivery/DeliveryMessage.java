package dev.spoor.server.delivery;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a message says, before it takes the form of a platform: text, client, host, time, command
/// line, link, the row. Redacted once, here, before it is stored.
final class DeliveryMessage {
  /// Characters of a row in a message; a longer one is left out and the link says where it is.
  static final int MAX_EVENT = 32 * 1024;

  static final int MAX_TEXT = 2_000;

  private static final JsonMapper JSON = JsonMapper.shared();

  private DeliveryMessage() {}

  static ObjectNode of(
      DeliveryRequest request, Optional<URI> publicUrl, Redactor redactor, Instant now) {
    JsonNode event = parse(request.event());
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("text", cut(request.text(), MAX_TEXT));
    message.put("eventId", request.eventId());
    putIfText(message, "clientId", event.path("ClientId"));
    putIfText(message, "hostname", event.path("Hostname"));
    // a detection may hand over the row, or its own choice of columns
    JsonNode data = event.path("EventData").isObject() ? event.path("EventData") : event;
    String time = text(data.path("UtcTime"));
    if (time == null) {
      time = text(event.path("EventTime"));
    }
    if (time == null) {
      time = text(event.path("_EventTime"));
    }
    message.put("time", time == null ? now.toString() : time);
    putIfText(message, "commandLine", data.path("CommandLine"));
    String client = text(event.path("ClientId"));
    publicUrl.ifPresent(
        url -> message.put("link", client == null ? url.toString() : url + "/clients/" + client));
    if (event.isObject() && event.toString().length() <= MAX_EVENT) {
      message.set("event", event);
    } else if (event.isObject()) {
      message.put("eventLeftOut", true);
    }
    ObjectNode redacted = redactor.redact(message);
    // what our own link holds is ours; only what came from outside is changed
    if (message.has("link")) {
      redacted.set("link", message.get("link"));
    }
    String commandLine = text(redacted.path("commandLine"));
    if (commandLine != null) {
      redacted.put("commandLine", cut(commandLine, MAX_TEXT));
    }
    return redacted;
  }

  private static JsonNode parse(@Nullable String event) {
    if (event == null) {
      return JsonNodeFactory.instance.missingNode();
    }
    try {
      return JSON.readTree(event);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private static void putIfText(ObjectNode message, String name, JsonNode value) {
    String text = text(value);
    if (text != null) {
      message.put(name, text);
    }
  }

  private static @Nullable String text(JsonNode value) {
    if (value.isString()) {
      return value.asString();
    }
    return value.path("$time").isString() ? value.path("$time").asString() : null;
  }

  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int half = (length - 3) / 2;
    return text.substring(0, half) + " … " + text.substring(text.length() - half);
  }

  /// Controls, bidi and zero-width characters as their code point, so that nothing acts in a chat.
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR) {
                visible.append(String.format(Locale.ROOT, "[U+%04X]", c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }
}
