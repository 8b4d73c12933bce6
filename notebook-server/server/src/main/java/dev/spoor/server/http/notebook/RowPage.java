package dev.spoor.server.http.notebook;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rows as pages show them: long values cut, never whole.
public final class RowPage {
  /// Characters of a value in a page.
  static final int PAGE_VALUE = 512;

  /// Characters of a value in a row by itself, and of one piece of a value.
  static final int PIECE = 64 * 1024;

  private static final JsonMapper JSON = JsonMapper.shared();

  private RowPage() {}

  public static ObjectNode row(byte[] row) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    JSON.readTree(row)
        .properties()
        .forEach(property -> whole.set(property.getKey(), cut(property.getValue(), PIECE)));
    return whole;
  }

  /// The text of a value from `offset`, at most [#PIECE] characters, never half a surrogate pair.
  public static ObjectNode piece(byte[] row, String column, int offset) {
    JsonNode value = JSON.readTree(row).get(column);
    String text = value == null ? "" : text(value);
    int from = Math.min(Math.max(0, offset), text.length());
    int to = safeEnd(text, Math.min(text.length(), from + PIECE));
    return JsonNodeFactory.instance
        .objectNode()
        .put("offset", from)
        .put("text", text.substring(from, to))
        .put("length", text.length());
  }

  static JsonNode cut(@org.jspecify.annotations.Nullable JsonNode value, int most) {
    if (value == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (value.isNumber() || value.isBoolean() || value.isNull()) {
      return value;
    }
    String text = text(value);
    if (text.length() <= most) {
      return value;
    }
    ObjectNode cut = JsonNodeFactory.instance.objectNode();
    cut.putObject("$cut")
        .put("text", text.substring(0, safeEnd(text, most)))
        .put("length", text.length());
    return cut;
  }

  static String text(JsonNode value) {
    return value.isString() ? value.asString() : value.toString();
  }

  static int safeEnd(String text, int end) {
    return end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))
        ? end - 1
        : end;
  }
}
