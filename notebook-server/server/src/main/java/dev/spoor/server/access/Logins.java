package dev.spoor.server.access;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.identity.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Logging in and out, and the first run. Attempts are limited per account and per address. Blocks
/// while the passphrase is checked; thread-safe.
public final class Logins {
  private final Database database;
  private final Audit audit;
  private final Users users;
  private final Sessions sessions;
  private final SetupCode setupCode;
  private final AttemptLimit perAccount;
  private final AttemptLimit perAddress;

  public Logins(
      Database database,
      Audit audit,
      Users users,
      Sessions sessions,
      SetupCode setupCode,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.users = users;
    this.sessions = sessions;
    this.setupCode = setupCode;
    this.perAccount = new AttemptLimit(clock, 10, Duration.ofSeconds(30));
    this.perAddress = new AttemptLimit(clock, 30, Duration.ofSeconds(5));
  }

  public boolean isSetupNeeded() {
    return users.isEmpty();
  }

  public LoginResult login(String name, String passphrase, String address) {
    String account = name.toLowerCase(Locale.ROOT);
    Optional<LoginResult> limited = limited(account, address);
    if (limited.isPresent()) {
      return limited.get();
    }
    Optional<User> user = users.authenticate(name, passphrase);
    if (user.isEmpty()) {
      record("login.refused", name, address);
      return new LoginResult.Refused("name or passphrase is wrong");
    }
    perAccount.forget(account);
    record("login", user.get().name(), address);
    return opened(user.get(), address);
  }

  public LoginResult setUp(String code, String name, String passphrase, String address) {
    Optional<LoginResult> limited = limited("\0setup", address);
    if (limited.isPresent()) {
      return limited.get();
    }
    if (!users.isEmpty()) {
      return new LoginResult.Refused("there is a user already: log in");
    }
    if (!setupCode.isUsable()) {
      return new LoginResult.Refused(
          "the setup code has expired: restart the server for a new one");
    }
    if (!setupCode.matches(code)) {
      record("setup.refused", name, address);
      return new LoginResult.Refused("the setup code is wrong");
    }
    User user = users.createFirst(name, passphrase);
    setupCode.use();
    return opened(user, address);
  }

  public void logOut(String sessionKey) {
    Optional<Session> session = sessions.useKey(sessionKey);
    sessions.end(sessionKey);
    session.ifPresent(
        ended ->
            database.write(
                tx -> {
                  audit.record(
                      tx, ended.user().principal(), "logout", ended.user().name(), null, null);
                  return null;
                }));
  }

  private Optional<LoginResult> limited(String account, String address) {
    return perAddress
        .attempt(address)
        .or(() -> perAccount.attempt(account))
        .map(LoginResult.Limited::new);
  }

  private LoginResult opened(User user, String address) {
    return new LoginResult.LoggedIn(sessions.open(user, address), user);
  }

  private void record(String action, String name, String address) {
    String target = name.length() > 64 ? name.substring(0, 64) : name;
    database.write(
        tx -> {
          audit.record(
              tx, new Principal.System(), action, target, null, Map.of("address", address));
          return null;
        });
  }
}
