package dev.spoor.server.alert;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// The place after an alert in a list, as text for those who come back with it.
record AlertCursor(String hostname, int shelf, int severity, long last, String id) {

  static AlertCursor after(Alert alert) {
    return new AlertCursor(
        alert.hostname(),
        alert.state().shelf(),
        alert.severity().ordinal(),
        EpochNanos.of(alert.last()),
        alert.id());
  }

  static AlertCursor parse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\0", -1);
      if (parts.length == 5) {
        return new AlertCursor(
            parts[0],
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            Long.parseLong(parts[3]),
            parts[4]);
      }
    } catch (IllegalArgumentException e) {
      throw notOurs(text);
    }
    throw notOurs(text);
  }

  private static SpoorException notOurs(String text) {
    return new SpoorException(
        ErrorCode.INVALID_REQUEST, "cursor \"" + text + "\" is not one of ours");
  }

  String text() {
    String plain = String.join("\0", hostname, "" + shelf, "" + severity, "" + last, id);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  String condition(AlertOrder order) {
    return switch (order) {
      case INBOX ->
          "(shelf, severity, (-last_time), id) > (:c_shelf, :c_severity, -:c_last, :c_id)";
      case CLIENT ->
          "(hostname, severity, (-last_time), id) > (:c_host, :c_severity, -:c_last, :c_id)";
      case TIME -> "((-last_time), id) > (-:c_last, :c_id)";
    };
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("c_host", hostname);
    values.put("c_shelf", shelf);
    values.put("c_severity", severity);
    values.put("c_last", last);
    values.put("c_id", id);
    return values;
  }
}
