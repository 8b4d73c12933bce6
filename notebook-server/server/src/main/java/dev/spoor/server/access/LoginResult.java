package dev.spoor.server.access;

import java.time.Duration;

/// What came of an attempt to log in or to set up.
public sealed interface LoginResult {
  /// `token` is the value of the session cookie.
  record LoggedIn(String token, User user) implements LoginResult {}

  /// Which of name and passphrase was wrong is not said.
  record Refused(String reason) implements LoginResult {}

  record Limited(Duration retryAfter) implements LoginResult {}
}
