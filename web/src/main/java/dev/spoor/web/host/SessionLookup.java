package dev.spoor.web.host;

import dev.spoor.server.identity.Principal;
import java.util.Optional;

/// Who is behind a session of the public server; Vert.x alone logs in and out. Thread-safe.
public interface SessionLookup {
  /// The user of a live session, by the hash of its token; empty when it ended or was revoked.
  Optional<Principal.User> user(String sessionHash);

  /// Whether this server has no user yet.
  boolean setupNeeded();
}
