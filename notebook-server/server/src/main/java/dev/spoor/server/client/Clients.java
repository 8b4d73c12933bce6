package dev.spoor.server.client;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/// The enrolled endpoints. All of them are also kept in memory, so asking is cheap; the database is
/// the record. Thread-safe.
public final class Clients {
  private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _.:/-]{0,63}");
  private static final int MOST_CHANGED_AT_ONCE = 10_000;
  private static final Duration SEEN_INTERVAL = Duration.ofMinutes(1);
  private static final Comparator<Client> ORDER =
      Comparator.comparing(Client::hostname).thenComparing(Client::id);

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final ClientHistory history;
  private final Map<ClientId, KnownClient> known = new ConcurrentHashMap<>();
  private final List<LabelGuard> guards = new CopyOnWriteArrayList<>();
  private final List<LabelListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong connections = new AtomicLong();

  public Clients(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.history = new ClientHistory(database, audit, clock);
    guards.add(label -> label.equals("test") ? Set.of(Permission.EXECVE) : Set.<Permission>of());
  }

  /// Reads all clients; call once before use.
  public void start() {
    database.write(
        tx -> {
          SqlClientHistory.closeAll(tx);
          return null;
        });
    for (KnownClient client : database.read(SqlClients::all)) {
      known.put(client.client().id(), client);
    }
  }

  /// Enrols a client, or takes new facts of one that enrols again with the same key. `keyHash` is
  /// SHA-256 in hex of the whole public key. Part of the transaction that signs the certificate.
  public void register(
      Transaction tx, Principal principal, ClientId id, String keyHash, ClientFacts facts) {
    Instant now = clock.instant();
    KnownClient before = known.get(id);
    if (before != null && !before.keyHash().equals(keyHash)) {
      throw new SpoorException(
          ErrorCode.CONFLICT, "client id " + id + " belongs to another key: make a new key");
    }
    Client client =
        before == null
            ? new Client(id, facts, Set.of(), now, now, Optional.empty(), "", Duration.ZERO)
            : before.withFacts(facts).client();
    SqlClients.save(tx, client, keyHash);
    audit.record(
        tx,
        principal,
        "client.enrol",
        id.value(),
        before == null ? null : before.client().facts(),
        facts);
    tx.afterCommit(
        () ->
            known.compute(
                id,
                (key, current) ->
                    current == null
                        ? KnownClient.away(client, keyHash)
                        : current.withFacts(facts)));
  }

  /// The whole key's hash as enrolled; the caller compares it with the one of the connection.
  public Optional<String> keyHash(ClientId id) {
    return Optional.ofNullable(known.get(id)).map(KnownClient::keyHash);
  }

  /// A client has proved who it is on a new connection. A changed hostname is audited. The number
  /// names that connection for [#disconnected].
  public long connected(ClientId id, String address, Duration clockSkew, ClientFacts facts) {
    Instant now = clock.instant();
    long connection = connections.incrementAndGet();
    AtomicReference<String> before = new AtomicReference<>("");
    KnownClient after =
        known.computeIfPresent(
            id,
            (key, client) -> {
              before.set(client.client().hostname());
              return client.connected(connection, now, address, clockSkew, facts);
            });
    if (after == null) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "client " + id + " is not enrolled");
    }
    database.write(
        tx -> {
          SqlClients.save(tx, after.client(), after.keyHash());
          SqlClientHistory.connected(tx, id, now);
          if (!before.get().equals(facts.hostname())) {
            audit.record(
                tx,
                new Principal.Client(id),
                "client.rename",
                id.value(),
                before.get(),
                facts.hostname());
          }
          return null;
        });
    return connection;
  }

  /// Something arrived from a client; writes at most once a minute.
  public void seen(ClientId id) {
    Instant now = clock.instant();
    KnownClient before = known.get(id);
    if (before == null) {
      return;
    }
    boolean due = Duration.between(before.client().lastSeen(), now).compareTo(SEEN_INTERVAL) >= 0;
    if (due) {
      KnownClient after = known.computeIfPresent(id, (key, client) -> client.seen(now));
      if (after != null) {
        save(after);
      }
    }
  }

  /// A connection ended; an older one than the newest changes nothing.
  public void disconnected(ClientId id, long connection) {
    Instant now = clock.instant();
    KnownClient before = known.get(id);
    KnownClient after =
        known.computeIfPresent(id, (key, client) -> client.disconnected(connection, now));
    if (after != null && !after.equals(before)) {
      database.write(
          tx -> {
            SqlClients.save(tx, after.client(), after.keyHash());
            SqlClientHistory.disconnected(tx, id, now);
            return null;
          });
    }
  }

  private void save(KnownClient client) {
    database.write(
        tx -> {
          SqlClients.save(tx, client.client(), client.keyHash());
          return null;
        });
  }

  /// When clients were there, and what people noted of them.
  public ClientHistory history() {
    return history;
  }

  /// The registered hostname, for the envelope of rows.
  public Optional<String> hostname(ClientId id) {
    return Optional.ofNullable(known.get(id)).map(client -> client.client().hostname());
  }

  /// The labels now, for choosing what a client runs.
  public Set<String> labels(ClientId id) {
    KnownClient client = known.get(id);
    return client == null ? Set.of() : client.client().labels();
  }

  /// Every enrolled id, for the features that serve them all.
  public Set<ClientId> ids() {
    return Set.copyOf(known.keySet());
  }

  public int connectedCount() {
    return (int) known.values().stream().filter(c -> c.client().isConnected()).count();
  }

  public ClientPage find(Principal principal, ClientSearch search) {
    Authority.require(principal, Permission.READ_RESULTS, "read clients");
    Instant now = clock.instant();
    String after = search.cursor().map(Clients::decoded).orElse("");
    List<Client> found =
        known.values().stream()
            .map(KnownClient::client)
            .filter(client -> search.matches(client, now))
            .sorted(ORDER)
            .filter(client -> after.isEmpty() || key(client).compareTo(after) > 0)
            .limit(search.limit() + 1L)
            .toList();
    if (found.size() <= search.limit()) {
      return new ClientPage(found, Optional.empty());
    }
    List<Client> page = found.subList(0, search.limit());
    return new ClientPage(page, Optional.of(encoded(key(page.getLast()))));
  }

  public Client require(Principal principal, ClientId id) {
    Authority.require(principal, Permission.READ_RESULTS, "read clients");
    KnownClient client = known.get(id);
    if (client == null) {
      throw new SpoorException(ErrorCode.NOT_FOUND, "client " + id + " is not enrolled");
    }
    return client.client();
  }

  /// Every label in use with the number of clients that carry it.
  public Map<String, Integer> labelCounts(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read clients");
    Map<String, Integer> counts = new TreeMap<>();
    for (KnownClient client : known.values()) {
      for (String label : client.client().labels()) {
        counts.merge(label, 1, Integer::sum);
      }
    }
    return counts;
  }

  /// Gives and takes labels; all of it or nothing. Returns the labels afterwards per client.
  public Map<ClientId, Set<String>> changeLabels(
      Principal principal, Collection<ClientId> clients, Set<String> add, Set<String> remove) {
    Authority.require(principal, Permission.LABEL_CLIENT, "change labels");
    if (clients.size() > MOST_CHANGED_AT_ONCE) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED,
          clients.size() + " clients at once are more than " + MOST_CHANGED_AT_ONCE);
    }
    for (String label : add) {
      if (!LABEL.matcher(label).matches()) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST,
            "label \""
                + label
                + "\" must begin with a letter or digit and hold at most 64 letters, digits,"
                + " spaces and _ . : / -");
      }
    }
    Map<ClientId, Set<String>> changed = new LinkedHashMap<>();
    Map<ClientId, Set<String>> all = new LinkedHashMap<>();
    database.write(
        tx -> {
          for (ClientId id : new TreeSet<>(clients)) {
            KnownClient client = known.get(id);
            if (client == null) {
              throw new SpoorException(ErrorCode.NOT_FOUND, "client " + id + " is not enrolled");
            }
            Set<String> before = client.client().labels();
            Set<String> after = new TreeSet<>(before);
            after.removeAll(remove);
            after.addAll(add);
            all.put(id, after);
            if (!after.equals(before)) {
              requireGuards(principal, before, after);
              SqlClients.saveLabels(tx, id, after);
              audit.record(tx, principal, "client.label", id.value(), before, after);
              changed.put(id, after);
            }
          }
          tx.afterCommit(
              () ->
                  changed.forEach(
                      (id, labels) ->
                          known.computeIfPresent(
                              id, (key, current) -> current.withLabels(labels))));
          return null;
        });
    if (!changed.isEmpty()) {
      listeners.forEach(listener -> listener.labelsChanged(changed.keySet()));
    }
    return all;
  }

  private void requireGuards(Principal principal, Set<String> before, Set<String> after) {
    Set<String> delta = new TreeSet<>(before);
    delta.addAll(after);
    delta.removeIf(label -> before.contains(label) && after.contains(label));
    for (String label : delta) {
      for (LabelGuard guard : guards) {
        for (Permission permission : guard.neededFor(label)) {
          Authority.require(principal, permission, "change the protected label \"" + label + "\"");
        }
      }
    }
  }

  public void addGuard(LabelGuard guard) {
    guards.add(guard);
  }

  public void addListener(LabelListener listener) {
    listeners.add(listener);
  }

  private static String key(Client client) {
    return client.hostname() + "\0" + client.id();
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "cursor \"" + cursor + "\" is not one of ours");
    }
  }
}
