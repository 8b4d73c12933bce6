package dev.spoor.server.certificate;

import dev.spoor.server.database.Transaction;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import java.util.Map;
import java.util.Optional;

/// Who keeps the enrolled clients; implemented over `client`, which stands above.
public interface EnrolmentRegistry {
  /// Part of the transaction that signs the certificate.
  void register(
      Transaction tx, Principal principal, ClientId id, String keyHash, Map<String, String> facts);

  /// SHA-256 in hex of the whole public key that this id was enrolled with.
  Optional<String> keyHash(ClientId id);
}
