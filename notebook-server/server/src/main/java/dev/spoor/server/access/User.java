package dev.spoor.server.access;

import dev.spoor.server.identity.Principal;
import java.time.Instant;

/// A person who may log in.
public record User(long id, String name, Role role, boolean enabled, Instant created) {
  public Principal.User principal() {
    return new Principal.User(id, name, role.name(), role.permissions());
  }
}
