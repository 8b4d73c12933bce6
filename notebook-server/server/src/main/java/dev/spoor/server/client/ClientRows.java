package dev.spoor.server.client;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Clients as rows, shaped as queries from elsewhere expect them: `client_id`, `agent_information`,
/// `os_info`, `first_seen_at` in seconds, `last_seen_at` in microseconds, `last_ip`, `labels`; ours
/// are `connected`, `clock_skew` in seconds and `facts`.
final class ClientRows {
  private ClientRows() {}

  static Row of(Client client) {
    Map<String, String> more = client.facts().more();
    return Dict.of()
        .with("client_id", client.id().value())
        .with(
            "agent_information",
            Dict.of().with("version", client.facts().agentVersion()).with("name", "spoor"))
        .with(
            "os_info",
            Dict.of()
                .with("system", client.facts().os())
                .with("hostname", client.hostname())
                .with("fqdn", first(more, "fqdn", client.hostname()))
                .with("release", first(more, "release", first(more, "osVersion", "")))
                .with("machine", first(more, "machine", first(more, "architecture", ""))))
        .with("first_seen_at", client.firstSeen().getEpochSecond())
        .with("last_seen_at", micros(client.lastSeen()))
        .with("last_ip", client.address())
        .with("labels", Values.of(List.copyOf(client.labels())))
        .with("connected", client.isConnected())
        .with("clock_skew", client.clockSkew().toMillis() / 1000.0)
        .with("facts", facts(more));
  }

  private static Row facts(Map<String, String> more) {
    Dict facts = new Dict(more.size());
    more.forEach(facts::with);
    return facts;
  }

  private static String first(Map<String, String> facts, String name, String absent) {
    @Nullable String known = facts.get(name);
    return known == null ? absent : known;
  }

  private static long micros(Instant time) {
    return Math.addExact(time.getEpochSecond() * 1_000_000, time.getNano() / 1_000);
  }
}
