package dev.spoor.server.http;

import dev.spoor.server.identity.Permission;

/// Who may call a route; checked before its handler runs.
public sealed interface Access {
  /// No session needed; a state change still needs a matching Origin and the CSRF token.
  record Anyone() implements Access {}

  /// Any session or token.
  record LoggedIn() implements Access {}

  record Holding(Permission permission) implements Access {}

  static Access anyone() {
    return new Anyone();
  }

  static Access loggedIn() {
    return new LoggedIn();
  }

  static Access holding(Permission permission) {
    return new Holding(permission);
  }
}
