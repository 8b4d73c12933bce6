package dev.spoor.server.client;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a client says of its machine; hostile text, only ever shown or compared. Names and values
/// are cut to sane lengths.
public record ClientFacts(
    String hostname, String os, String agentVersion, Map<String, String> more) {
  private static final int MOST_FACTS = 100;
  private static final int LONGEST = 1024;

  public ClientFacts {
    hostname = cut(hostname, 253);
    os = cut(os, 64);
    agentVersion = cut(agentVersion, 64);
    TreeMap<String, String> kept = new TreeMap<>();
    new TreeMap<>(more)
        .forEach(
            (name, value) -> {
              if (kept.size() < MOST_FACTS) {
                kept.put(cut(name, 64), cut(value, LONGEST));
              }
            });
    more = Collections.unmodifiableMap(kept);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
