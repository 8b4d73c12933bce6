package dev.spoor.launcher;

import dev.spoor.server.certificate.EnrolmentRegistry;
import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import java.util.Map;
import java.util.Optional;

/// Enrolled keys are kept with the clients.
record ClientRegistry(Clients clients) implements EnrolmentRegistry {
  @Override
  public void register(
      Transaction tx, Principal principal, ClientId id, String keyHash, Map<String, String> facts) {
    clients.register(
        tx,
        principal,
        id,
        keyHash,
        new ClientFacts(
            facts.getOrDefault("hostname", ""),
            facts.getOrDefault("os", ""),
            facts.getOrDefault("agentVersion", ""),
            facts));
  }

  @Override
  public Optional<String> keyHash(ClientId id) {
    return clients.keyHash(id);
  }
}
