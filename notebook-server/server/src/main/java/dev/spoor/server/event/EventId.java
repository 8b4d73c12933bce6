package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The identity of an event for ever: who wrote it, in which life of that agent (boot), on which
/// stream, as which row. Text form: `C.….boot.stream.seq`, boot in 16 hex digits.
public record EventId(ClientId writer, long boot, int stream, long seq) {
  private static final Pattern FORM =
      Pattern.compile(
          "(server|C\\.[0-9a-f]{16})\\.([0-9a-f]{16})\\.(-?[0-9]{1,10})\\.(-?[0-9]{1,19})");

  public static Optional<EventId> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new EventId(
              new ClientId(parts.group(1)),
              Long.parseUnsignedLong(parts.group(2), 16),
              Integer.parseInt(parts.group(3)),
              Long.parseLong(parts.group(4))));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    String hex = Long.toHexString(boot);
    return writer + "." + "0".repeat(16 - hex.length()) + hex + "." + stream + "." + seq;
  }
}
