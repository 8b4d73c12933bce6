package dev.spoor.server.client;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which clients: each word of `text` must be found, without regard to case. A word is found
/// anywhere in hostname, id, system, address or a label; `host:`, `label:`, `os:`, `ip:` and `id:`
/// (or `client:`) say where, `label:none` finds those without one; `version:<0.2.0` compares the
/// agent's version, `seen:>1h` finds those that have been away for longer and `seen:<1h` the
/// others; `all` finds all, as does an empty text. `cursor` continues after a page.
public record ClientSearch(
    String text, Optional<String> label, Optional<String> cursor, int limit) {
  public static final int MOST = 500;
  private static final Pattern COMPARED = Pattern.compile("([<>]?=?)(.*)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern AGE = Pattern.compile("([<>])([0-9]{1,5})([mhdw])");
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

  boolean matches(Client client, Instant now) {
    if (label.isPresent() && !client.labels().contains(label.get())) {
      return false;
    }
    return SPACE
        .splitAsStream(text.strip().toLowerCase(Locale.ROOT))
        .allMatch(word -> word.isEmpty() || word.equals("all") || found(client, word, now));
  }

  private static boolean found(Client client, String word, Instant now) {
    int colon = word.indexOf(':');
    String wanted = word.substring(colon + 1);
    return switch (colon < 0 ? "" : word.substring(0, colon)) {
      case "host" -> has(client.hostname(), wanted);
      case "os" -> has(client.facts().os(), wanted);
      case "ip" -> has(client.address(), wanted);
      case "id", "client" -> has(client.id().value(), wanted);
      case "version" -> isVersion(client.facts().agentVersion(), wanted);
      case "seen" -> isSeen(client, wanted, now);
      case "label" ->
          wanted.equals("none")
              ? client.labels().isEmpty()
              : client.labels().stream().anyMatch(mark -> has(mark, wanted));
      default -> anywhere(client, word);
    };
  }

  /// `0.2`, `<0.2.0`, `>=0.2`: numbers are compared as numbers.
  private static boolean isVersion(String version, String wanted) {
    Matcher asked = COMPARED.matcher(wanted);
    if (!asked.matches() || asked.group(1).isEmpty()) {
      return has(version, wanted);
    }
    int order = compare(version, asked.group(2));
    return switch (asked.group(1)) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> order == 0;
    };
  }

  private static int compare(String one, String other) {
    String[] left = one.split("[.-]", -1);
    String[] right = other.split("[.-]", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      String a = i < left.length ? left[i] : "0";
      String b = i < right.length ? right[i] : "0";
      boolean areNumbers = NUMBER.matcher(a).matches() && NUMBER.matcher(b).matches();
      int order =
          areNumbers ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b)) : a.compareTo(b);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /// `>1h`: away for longer; a client that is connected is seen now.
  private static boolean isSeen(Client client, String wanted, Instant now) {
    Matcher asked = AGE.matcher(wanted);
    if (!asked.matches()) {
      return false;
    }
    long count = Long.parseLong(asked.group(2));
    Duration age =
        switch (asked.group(3)) {
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          case "w" -> Duration.ofDays(7 * count);
          default -> Duration.ofDays(count);
        };
    boolean isLonger =
        !client.isConnected() && Duration.between(client.lastSeen(), now).compareTo(age) > 0;
    return isLonger == asked.group(1).equals(">");
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
