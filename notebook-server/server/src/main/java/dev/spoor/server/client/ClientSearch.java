package dev.spoor.server.client;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which clients: each word of `text` must be found, without regard to case. A word is found
/// anywhere in hostname, id, system, address or a label; `host:`, `label:`, `os:`, `ip:` and `id:`
/// (or `client:`) say where, `label:none` finds those without one; `all` finds all, as does an
/// empty text. `cursor` continues after a page.
public record ClientSearch(
    String text, Optional<String> label, Optional<String> cursor, int limit) {
  public static final int MOST = 500;
  private static final Pattern SPACE = Pattern.compile("\\s+");

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
    return SPACE
        .splitAsStream(text.strip().toLowerCase(Locale.ROOT))
        .allMatch(word -> word.isEmpty() || word.equals("all") || found(client, word));
  }

  private static boolean found(Client client, String word) {
    int colon = word.indexOf(':');
    String wanted = word.substring(colon + 1);
    return switch (colon < 0 ? "" : word.substring(0, colon)) {
      case "host" -> has(client.hostname(), wanted);
      case "os" -> has(client.facts().os(), wanted);
      case "ip" -> has(client.address(), wanted);
      case "id", "client" -> has(client.id().value(), wanted);
      case "label" ->
          wanted.equals("none")
              ? client.labels().isEmpty()
              : client.labels().stream().anyMatch(mark -> has(mark, wanted));
      default -> anywhere(client, word);
    };
  }

  private static boolean anywhere(Client client, String wanted) {
    return has(client.hostname(), wanted)
        || has(client.id().value(), wanted)
        || has(client.facts().os(), wanted)
        || has(client.address(), wanted)
        || client.labels().stream().anyMatch(mark -> has(mark, wanted));
  }

  private static boolean has(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
