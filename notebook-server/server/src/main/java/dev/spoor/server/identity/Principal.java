package dev.spoor.server.identity;

import java.util.EnumSet;
import java.util.Set;

/// Who asks. Every public entry of a feature takes one; permissions are read from it in one place
/// (`access.Authority`). Immutable; a nested query inherits it.
public sealed interface Principal {
  /// A name for the audit: `user:anna`, `service:Server.Alerts.X`, `client:C.…`, `system`.
  String auditName();

  Set<Permission> permissions();

  /// A person with a session.
  record User(long id, String name, String role, Set<Permission> permissions) implements Principal {
    public User {
      permissions = Set.copyOf(permissions);
    }

    @Override
    public String auditName() {
      return "user:" + name;
    }
  }

  /// An API token: its rights are those of the token cut by those of its owner now.
  record Token(long id, String label, User owner, Set<Permission> permissions)
      implements Principal {
    public Token {
      permissions = Set.copyOf(permissions);
    }

    @Override
    public String auditName() {
      return "token:" + id + " of " + owner.name();
    }
  }

  /// A server event query: declared rights cut by those of whoever launched it.
  record Service(String name, Set<Permission> permissions) implements Principal {
    public Service {
      permissions = Set.copyOf(permissions);
    }

    @Override
    public String auditName() {
      return "service:" + name;
    }
  }

  /// An endpoint: it may only append rows to its own streams.
  record Client(ClientId id) implements Principal {
    @Override
    public String auditName() {
      return "client:" + id;
    }

    @Override
    public Set<Permission> permissions() {
      return Set.of();
    }
  }

  /// The server itself: start-up, migrations, retention.
  record System() implements Principal {
    @Override
    public String auditName() {
      return "system";
    }

    @Override
    public Set<Permission> permissions() {
      return EnumSet.allOf(Permission.class);
    }
  }
}
