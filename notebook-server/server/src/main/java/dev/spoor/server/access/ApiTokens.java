package dev.spoor.server.access;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// Bearer tokens for programs: hashed at rest, scoped, with an end, revocable. At each call the
/// rights are those of the token cut by those of its owner then. Thread-safe.
public final class ApiTokens {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Database database;
  private final Audit audit;
  private final Users users;
  private final InstantSource clock;
  private final Map<String, SqlApiTokens.Row> known = new ConcurrentHashMap<>();
  private final Map<Long, Instant> used = new ConcurrentHashMap<>();
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();

  /// A token as it may be shown.
  public record Listed(
      long id,
      String label,
      String owner,
      Set<Permission> permissions,
      Instant created,
      Instant expires,
      Optional<Instant> lastUsed) {}

  /// A new token: `secret` is shown once.
  public record Created(long id, String secret, Instant expires) {}

  public ApiTokens(Database database, Audit audit, Users users, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.users = users;
    this.clock = clock;
  }

  /// Reads all tokens; call once before use.
  public void start() {
    for (SqlApiTokens.Row row : database.read(SqlApiTokens::all)) {
      known.put(row.hash(), row);
      Instant last = row.lastUsed();
      if (last != null) {
        used.put(row.id(), last);
      }
    }
    users.onRightsChanged(
        owner -> known.values().stream().filter(row -> row.userId() == owner).forEach(this::ended));
  }

  /// Hears the id of a token that was revoked or whose owner's rights changed; what is open under
  /// it closes then.
  public void onEnded(LongConsumer listener) {
    listeners.add(listener);
  }

  private void ended(SqlApiTokens.Row row) {
    listeners.forEach(listener -> listener.accept(row.id()));
  }

  /// A token for oneself; it can hold no right that its owner lacks.
  public Created create(
      Principal principal, String label, Set<Permission> permissions, Duration life) {
    if (!(principal instanceof Principal.User owner)) {
      throw new SpoorException(ErrorCode.FORBIDDEN, "only a person may create tokens");
    }
    if (label.isBlank() || label.length() > 64) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "the token's label must have between 1 and 64 characters");
    }
    if (!life.isPositive() || life.compareTo(LONGEST) > 0) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "a token lives between 1 second and 366 days");
    }
    for (Permission permission : permissions) {
      Authority.require(owner, permission, "give a token " + permission);
    }
    String secret = "spoor_" + Credentials.random();
    Instant now = clock.instant();
    return database.write(
        tx -> {
          SqlApiTokens.Row row =
              SqlApiTokens.insert(
                  tx,
                  Credentials.hash(secret),
                  label,
                  owner.id(),
                  permissions,
                  now,
                  now.plus(life));
          audit.record(
              tx,
              principal,
              "token.create",
              Long.toString(row.id()),
              null,
              Map.of("label", label, "permissions", Role.names(permissions)));
          tx.afterCommit(() -> known.put(row.hash(), row));
          return new Created(row.id(), secret, row.expires());
        });
  }

  /// One's own tokens.
  public List<Listed> list(Principal principal) {
    return listed(row -> principal instanceof Principal.User user && user.id() == row.userId());
  }

  /// Everybody's tokens.
  public List<Listed> all(Principal principal) {
    Authority.require(principal, Permission.USER_ADMIN, "read the tokens of others");
    return listed(row -> true);
  }

  private List<Listed> listed(Predicate<SqlApiTokens.Row> which) {
    saveUses();
    return known.values().stream()
        .filter(which)
        .sorted(Comparator.comparingLong(SqlApiTokens.Row::id).reversed())
        .map(
            row ->
                new Listed(
                    row.id(),
                    row.label(),
                    users.find(row.userId()).map(User::name).orElse("nobody"),
                    row.permissions(),
                    row.created(),
                    row.expires(),
                    Optional.ofNullable(used.get(row.id()))))
        .toList();
  }

  /// Writes down when tokens were last used.
  public void saveUses() {
    Map<Long, Instant> now = Map.copyOf(used);
    if (!now.isEmpty()) {
      database.write(
          tx -> {
            now.forEach((id, time) -> SqlApiTokens.used(tx, id, time));
            return null;
          });
    }
  }

  /// Revokes one's own token, or any as an administrator.
  public void revoke(Principal principal, long id) {
    SqlApiTokens.Row row =
        known.values().stream()
            .filter(token -> token.id() == id)
            .filter(
                token ->
                    Authority.allows(principal, Permission.USER_ADMIN)
                        || (principal instanceof Principal.User user
                            && user.id() == token.userId()))
            .findFirst()
            .orElseThrow(
                () -> new SpoorException(ErrorCode.NOT_FOUND, "token " + id + " does not exist"));
    database.write(
        tx -> {
          SqlApiTokens.delete(tx, id);
          audit.record(
              tx, principal, "token.revoke", Long.toString(id), Map.of("label", row.label()), null);
          tx.afterCommit(() -> known.remove(row.hash()));
          return null;
        });
    used.remove(id);
    ended(row);
  }

  /// The principal of a bearer value. Never blocks.
  public Optional<Principal.Token> use(String secret) {
    SqlApiTokens.Row row = known.get(Credentials.hash(secret));
    if (row == null || !clock.instant().isBefore(row.expires())) {
      return Optional.empty();
    }
    used.put(row.id(), clock.instant());
    return users
        .find(row.userId())
        .map(
            owner -> {
              Set<Permission> both = EnumSet.noneOf(Permission.class);
              both.addAll(row.permissions());
              both.retainAll(owner.role().permissions());
              return new Principal.Token(row.id(), row.label(), owner.principal(), both);
            });
  }
}
