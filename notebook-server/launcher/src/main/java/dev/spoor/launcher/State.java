package dev.spoor.launcher;

import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.Logins;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Sessions;
import dev.spoor.server.access.Settings;
import dev.spoor.server.access.SetupCode;
import dev.spoor.server.access.User;
import dev.spoor.server.access.Users;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.web.host.SessionLookup;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The database and what stands on it alone: people, their sessions and tokens, settings, secrets.
record State(
    Database database,
    Audit audit,
    Users users,
    Sessions sessions,
    ApiTokens tokens,
    Settings settings,
    Secrets secrets,
    SetupCode setupCode,
    Logins logins) {

  static State open(DataFolder data, InstantSource clock, Parts parts) {
    Database database = parts.opened(Database.open(data.path("db").resolve("spoor.db")));
    Audit audit = new Audit(clock);
    Users users = new Users(database, audit, clock);
    users.start();
    Sessions sessions = new Sessions(database, users, clock);
    sessions.start();
    ApiTokens tokens = new ApiTokens(database, audit, users, clock);
    tokens.start();
    Settings settings = new Settings(database, audit);
    settings.start();
    Secrets secrets = new Secrets(database, audit, clock, data.path("secret.key"));
    SetupCode setupCode =
        new SetupCode(clock, Optional.ofNullable(System.getenv("SPOOR_SETUP_CODE")));
    return new State(
        database,
        audit,
        users,
        sessions,
        tokens,
        settings,
        secrets,
        setupCode,
        new Logins(database, audit, users, sessions, setupCode, clock));
  }

  /// How pages learn who asks.
  SessionLookup lookup() {
    return new SessionLookup() {
      @Override
      public Optional<Principal.User> user(String sessionHash) {
        return sessions.useKey(sessionHash).map(session -> session.user().principal());
      }

      @Override
      public boolean setupNeeded() {
        return logins.isSetupNeeded();
      }
    };
  }

  /// What the author of a cell may do now; nothing once disabled or gone.
  Set<Permission> rights(String author) {
    return users.all(new Principal.System()).stream()
        .filter(User::enabled)
        .filter(user -> user.principal().auditName().equals(author))
        .findFirst()
        .map(user -> user.role().permissions())
        .orElse(Set.of());
  }

  /// Names of those who may work on alerts.
  List<String> people() {
    return users.all(new Principal.System()).stream()
        .filter(User::enabled)
        .filter(user -> user.role().permissions().contains(Permission.ALERT_EDIT))
        .map(User::name)
        .sorted()
        .toList();
  }
}
