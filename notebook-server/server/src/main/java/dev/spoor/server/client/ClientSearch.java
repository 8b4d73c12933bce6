package dev.spoor.server.client;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.Locale;
import java.util.Optional;

/// Which clients: `text` is found anywhere in hostname, id, system, address or a label, without
/// regard to case; an empty text finds all. `cursor` continues after a page.
public record ClientSearch(
    String text, Optional<String> label, Optional<String> cursor, int limit) {
  public static final int MOST = 500;

  public ClientSearch {
    if (limit < 1 || limit > MOST) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "limit " + limit + " is not between 1 and " + MOST);
    }
  }

  public static ClientSearch all() {
    return new ClientSearch("", Optional.empty(), Optional.empty(), MOST);
  }

  boolean matches(Client client) {
    if (label.isPresent() && !client.labels().contains(label.get())) {
      return false;
    }
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || has(client.hostname(), wanted)
        || has(client.id().value(), wanted)
        || has(client.facts().os(), wanted)
        || has(client.address(), wanted)
        || client.labels().stream().anyMatch(mark -> has(mark, wanted));
  }

  private static boolean has(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
