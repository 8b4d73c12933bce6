package dev.spoor.server.access;

import dev.spoor.server.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Logins that live: 256 random bits in the cookie, only their hash here, 12 hours after the last
/// use. Kept in memory and in the database, so asking never blocks and a restart keeps them.
/// Thread-safe.
public final class Sessions {
  public static final Duration IDLE = Duration.ofHours(12);
  private static final Duration SAVE_INTERVAL = Duration.ofMinutes(1);

  private final Database database;
  private final Users users;
  private final InstantSource clock;
  private final Map<String, SqlSessions.Row> alive = new ConcurrentHashMap<>();
  private final Map<String, Instant> saved = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  public Sessions(Database database, Users users, InstantSource clock) {
    this.database = database;
    this.users = users;
    this.clock = clock;
  }

  /// Reads the sessions that are still alive; call once, after the users.
  public void start() {
    for (SqlSessions.Row row : database.read(SqlSessions::all)) {
      alive.put(row.key(), row);
      saved.put(row.key(), row.lastUsed());
    }
    users.onRightsChanged(id -> endAll(row -> row.userId() == id));
    sweep();
  }

  /// Opens a session; the answer is the cookie's value, which is kept nowhere.
  String open(User user, String address) {
    String token = Credentials.random();
    Instant now = clock.instant();
    SqlSessions.Row row =
        new SqlSessions.Row(Credentials.hash(token), user.id(), address, now, now);
    database.write(
        tx -> {
          SqlSessions.insert(tx, row);
          return null;
        });
    alive.put(row.key(), row);
    saved.put(row.key(), now);
    return token;
  }

  /// The session of a cookie, which this uses. Never blocks.
  public Optional<Session> use(String token) {
    return useKey(Credentials.hash(token));
  }

  /// The session with that key, which this uses; for what runs behind an authenticated connection.
  public Optional<Session> useKey(String key) {
    Instant now = clock.instant();
    SqlSessions.Row row =
        alive.computeIfPresent(
            key, (k, before) -> isExpired(before, now) ? before : before.usedAt(now));
    if (row == null || isExpired(row, now)) {
      return Optional.empty();
    }
    return users.find(row.userId()).map(user -> new Session(key, user, now));
  }

  /// Whether the last use should be written down; then call [#save] on a thread that may block.
  public boolean isSaveDue(String key) {
    SqlSessions.Row row = alive.get(key);
    Instant last = saved.get(key);
    return row != null
        && last != null
        && Duration.between(last, row.lastUsed()).compareTo(SAVE_INTERVAL) >= 0;
  }

  public void save(String key) {
    SqlSessions.Row row = alive.get(key);
    if (row != null) {
      saved.put(key, row.lastUsed());
      database.write(
          tx -> {
            SqlSessions.touch(tx, key, row.lastUsed());
            return null;
          });
    }
  }

  /// Ends one session; everything that hangs on it is told.
  public void end(String key) {
    endAll(row -> row.key().equals(key));
  }

  /// Ends the sessions that were not used for 12 hours.
  public void sweep() {
    Instant now = clock.instant();
    endAll(row -> isExpired(row, now) || users.find(row.userId()).isEmpty());
  }

  private void endAll(Predicate<SqlSessions.Row> which) {
    List<String> ended = alive.values().stream().filter(which).map(SqlSessions.Row::key).toList();
    if (ended.isEmpty()) {
      return;
    }
    ended.forEach(alive::remove);
    ended.forEach(saved::remove);
    database.write(
        tx -> {
          SqlSessions.delete(tx, ended);
          return null;
        });
    for (String key : ended) {
      listeners.forEach(listener -> listener.accept(key));
    }
  }

  /// Hears the key of every session that ends (logout, expiry, change of rights); pages and sockets
  /// bound to it close then.
  public void onEnded(Consumer<String> listener) {
    listeners.add(listener);
  }

  private static boolean isExpired(SqlSessions.Row row, Instant now) {
    return Duration.between(row.lastUsed(), now).compareTo(IDLE) >= 0;
  }
}
