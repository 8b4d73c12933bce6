package dev.spoor.server.access;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// People and their roles; kept in memory too, so that every request sees a role as it is now.
/// Thread-safe.
public final class Users {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}");

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final Passphrases passphrases = new Passphrases();
  private final Map<Long, SqlUsers.Row> known = new ConcurrentHashMap<>();
  private final List<LongConsumer> rightsListeners = new CopyOnWriteArrayList<>();

  public Users(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// Reads all users; call once before use.
  public void start() {
    for (SqlUsers.Row row : database.read(SqlUsers::all)) {
      known.put(row.user().id(), row);
    }
  }

  public boolean isEmpty() {
    return known.isEmpty();
  }

  /// The enabled user with that id.
  public Optional<User> find(long id) {
    return Optional.ofNullable(known.get(id)).map(SqlUsers.Row::user).filter(User::enabled);
  }

  public List<User> all(Principal principal) {
    Authority.require(principal, Permission.USER_ADMIN, "read users");
    return known.values().stream()
        .map(SqlUsers.Row::user)
        .sorted(Comparator.comparing(User::name))
        .toList();
  }

  public User create(Principal principal, String name, String passphrase, Role role) {
    Authority.require(principal, Permission.USER_ADMIN, "create users");
    return insert(principal, name, passphrase, role, false);
  }

  /// The administrator of the first run; CONFLICT once there is any user.
  User createFirst(String name, String passphrase) {
    return insert(new Principal.System(), name, passphrase, Role.ADMINISTRATOR, true);
  }

  private User insert(
      Principal principal, String name, String passphrase, Role role, boolean onlyWhileNone) {
    if (!NAME.matcher(name).matches()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "user name \""
              + name
              + "\" must begin with a letter or digit and hold at most 64 letters, digits and . _ @"
              + " -");
    }
    Passphrases.check(passphrase);
    String hash = passphrases.hash(passphrase);
    return database.write(
        tx -> {
          if (onlyWhileNone && !known.isEmpty()) {
            throw new SpoorException(ErrorCode.CONFLICT, "there is a user already: log in");
          }
          if (byName(name).isPresent()) {
            throw new SpoorException(
                ErrorCode.ALREADY_EXISTS, "user \"" + name + "\" exists already");
          }
          SqlUsers.Row row = SqlUsers.insert(tx, name, role, hash, clock.instant());
          audit.record(tx, principal, "user.create", name, null, Map.of("role", role.name()));
          tx.afterCommit(() -> known.put(row.user().id(), row));
          return row.user();
        });
  }

  /// Gives another role; the user's sessions end.
  public User changeRole(Principal principal, long id, Role role) {
    Authority.require(principal, Permission.USER_ADMIN, "change roles");
    return change(
        id,
        (tx, row) -> {
          User before = row.user();
          User after = new User(id, before.name(), role, before.enabled(), before.created());
          keepAnAdministrator(before, after);
          audit.record(
              tx,
              principal,
              "user.role",
              before.name(),
              Map.of("role", before.role().name()),
              Map.of("role", role.name()));
          return new SqlUsers.Row(after, row.passphrase());
        });
  }

  /// Lets a user in or keeps them out; keeping out ends their sessions.
  public User enable(Principal principal, long id, boolean enabled) {
    Authority.require(principal, Permission.USER_ADMIN, "enable users");
    return change(
        id,
        (tx, row) -> {
          User before = row.user();
          User after = new User(id, before.name(), before.role(), enabled, before.created());
          keepAnAdministrator(before, after);
          audit.record(
              tx,
              principal,
              "user.enable",
              before.name(),
              Map.of("enabled", before.enabled()),
              Map.of("enabled", enabled));
          return new SqlUsers.Row(after, row.passphrase());
        });
  }

  /// Sets a passphrase, one's own or another's; the user's sessions end.
  public User changePassphrase(Principal principal, long id, String passphrase) {
    if (!(principal instanceof Principal.User self && self.id() == id)) {
      Authority.require(principal, Permission.USER_ADMIN, "change passphrases");
    }
    Passphrases.check(passphrase);
    String hash = passphrases.hash(passphrase);
    return change(
        id,
        (tx, row) -> {
          audit.record(tx, principal, "user.passphrase", row.user().name(), null, null);
          return new SqlUsers.Row(row.user(), hash);
        });
  }

  private interface Change {
    SqlUsers.Row apply(Transaction tx, SqlUsers.Row before);
  }

  private User change(long id, Change change) {
    User changed =
        database.write(
            tx -> {
              SqlUsers.Row before = known.get(id);
              if (before == null) {
                throw new SpoorException(ErrorCode.NOT_FOUND, "user " + id + " does not exist");
              }
              SqlUsers.Row after = change.apply(tx, before);
              SqlUsers.update(tx, after);
              tx.afterCommit(() -> known.put(id, after));
              return after.user();
            });
    rightsListeners.forEach(listener -> listener.accept(id));
    return changed;
  }

  private void keepAnAdministrator(User before, User after) {
    boolean another =
        known.values().stream()
            .map(SqlUsers.Row::user)
            .anyMatch(user -> user.id() != before.id() && isAdministrator(user));
    if (isAdministrator(before) && !isAdministrator(after) && !another) {
      throw new SpoorException(
          ErrorCode.CONFLICT, "\"" + before.name() + "\" is the last administrator");
    }
  }

  private static boolean isAdministrator(User user) {
    return user.enabled() && user.role().permissions().contains(Permission.USER_ADMIN);
  }

  /// The user whose name and passphrase these are; takes the same time whether the name exists.
  Optional<User> authenticate(String name, String passphrase) {
    Optional<SqlUsers.Row> row = byName(name);
    String hash = row.map(SqlUsers.Row::passphrase).orElse(Passphrases.NOBODY);
    boolean matches = passphrases.matches(passphrase, hash);
    return row.filter(found -> matches).map(SqlUsers.Row::user).filter(User::enabled);
  }

  /// Hears the id of a user whose role, passphrase or admission changed, after the commit.
  void onRightsChanged(LongConsumer listener) {
    rightsListeners.add(listener);
  }

  private Optional<SqlUsers.Row> byName(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return known.values().stream()
        .filter(row -> row.user().name().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }
}
