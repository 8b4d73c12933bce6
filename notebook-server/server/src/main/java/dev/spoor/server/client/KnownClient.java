package dev.spoor.server.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A client with what only the server needs: its key's hash and the number of its newest connection
/// (0 while away).
record KnownClient(Client client, String keyHash, long connection) {
  static KnownClient away(Client client, String keyHash) {
    return new KnownClient(client, keyHash, 0);
  }

  KnownClient withFacts(ClientFacts facts) {
    return with(
        new Client(
            client.id(),
            facts,
            client.labels(),
            client.firstSeen(),
            client.lastSeen(),
            client.connectedSince(),
            client.address(),
            client.clockSkew()));
  }

  KnownClient withLabels(Set<String> labels) {
    return with(
        new Client(
            client.id(),
            client.facts(),
            Collections.unmodifiableSet(new TreeSet<>(labels)),
            client.firstSeen(),
            client.lastSeen(),
            client.connectedSince(),
            client.address(),
            client.clockSkew()));
  }

  KnownClient connected(
      long newest, Instant now, String address, Duration clockSkew, ClientFacts facts) {
    return new KnownClient(
        new Client(
            client.id(),
            facts,
            client.labels(),
            client.firstSeen(),
            now,
            Optional.of(now),
            address,
            clockSkew),
        keyHash,
        newest);
  }

  KnownClient seen(Instant now) {
    return with(presence(now, client.connectedSince()));
  }

  KnownClient disconnected(long ended, Instant now) {
    return connection == ended
        ? new KnownClient(presence(now, Optional.empty()), keyHash, 0)
        : this;
  }

  private Client presence(Instant lastSeen, Optional<Instant> connectedSince) {
    return new Client(
        client.id(),
        client.facts(),
        client.labels(),
        client.firstSeen(),
        lastSeen,
        connectedSince,
        client.address(),
        client.clockSkew());
  }

  private KnownClient with(Client changed) {
    return new KnownClient(changed, keyHash, connection);
  }
}
