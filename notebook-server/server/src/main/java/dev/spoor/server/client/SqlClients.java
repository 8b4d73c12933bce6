package dev.spoor.server.client;

import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The tables of clients and labels.
final class SqlClients {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};

  private SqlClients() {}

  static List<KnownClient> all(Transaction tx) {
    Map<String, Set<String>> labels = new TreeMap<>();
    tx.handle()
        .createQuery("SELECT client, label FROM client_label")
        .map((r, c) -> List.of(r.getString(1), r.getString(2)))
        .forEach(row -> labels.computeIfAbsent(row.get(0), id -> new TreeSet<>()).add(row.get(1)));
    return tx.handle()
        .createQuery(
            "SELECT id, key_hash, hostname, os, agent_version, facts, first_seen, last_seen,"
                + " address, clock_skew FROM client")
        .map((r, c) -> client(r, labels))
        .list();
  }

  private static KnownClient client(ResultSet r, Map<String, Set<String>> labels)
      throws SQLException {
    ClientFacts facts =
        new ClientFacts(
            r.getString(3), r.getString(4), r.getString(5), JSON.readValue(r.getString(6), FACTS));
    String id = r.getString(1);
    Client client =
        new Client(
            new ClientId(id),
            facts,
            Collections.unmodifiableSet(labels.getOrDefault(id, Set.of())),
            EpochNanos.toInstant(r.getLong(7)),
            EpochNanos.toInstant(r.getLong(8)),
            Optional.empty(),
            r.getString(9),
            Duration.ofNanos(r.getLong(10)));
    return KnownClient.away(client, r.getString(2));
  }

  static void save(Transaction tx, Client client, String keyHash) {
    tx.handle()
        .createUpdate(
            "INSERT INTO client (id, key_hash, hostname, os, agent_version, facts, first_seen,"
                + " last_seen, address, clock_skew) VALUES (:id, :key, :hostname, :os, :version,"
                + " :facts, :first, :last, :address, :skew) ON CONFLICT (id) DO UPDATE SET"
                + " hostname = excluded.hostname, os = excluded.os,"
                + " agent_version = excluded.agent_version, facts = excluded.facts,"
                + " last_seen = excluded.last_seen, address = excluded.address,"
                + " clock_skew = excluded.clock_skew")
        .bind("id", client.id().value())
        .bind("key", keyHash)
        .bind("hostname", client.facts().hostname())
        .bind("os", client.facts().os())
        .bind("version", client.facts().agentVersion())
        .bind("facts", JSON.writeValueAsString(client.facts().more()))
        .bind("first", EpochNanos.of(client.firstSeen()))
        .bind("last", EpochNanos.of(client.lastSeen()))
        .bind("address", client.address())
        .bind("skew", client.clockSkew().toNanos())
        .execute();
  }

  static void saveLabels(Transaction tx, ClientId id, Set<String> labels) {
    tx.handle().execute("DELETE FROM client_label WHERE client = ?", id.value());
    if (labels.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        tx.handle().prepareBatch("INSERT INTO client_label (client, label) VALUES (?, ?)");
    for (String label : labels) {
      batch.bind(0, id.value()).bind(1, label).add();
    }
    batch.execute();
  }
}
