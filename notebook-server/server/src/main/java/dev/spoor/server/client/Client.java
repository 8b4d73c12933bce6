package dev.spoor.server.client;

import dev.spoor.server.identity.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An enrolled endpoint as it is now; a snapshot. `clockSkew` is its clock minus ours at the last
/// connection; `connectedSince` is empty while it is away.
public record Client(
    ClientId id,
    ClientFacts facts,
    Set<String> labels,
    Instant firstSeen,
    Instant lastSeen,
    Optional<Instant> connectedSince,
    String address,
    Duration clockSkew) {

  public String hostname() {
    return facts.hostname();
  }

  public boolean isConnected() {
    return connectedSince.isPresent();
  }
}
