package dev.spoor.server.delivery;

import dev.spoor.server.access.Authority;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The outbox: messages are queued in the transaction of what caused them, and sent by
/// [DeliveryWorker]. Thread-safe.
public final class Deliveries {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}");

  private final Database database;
  private final Secrets secrets;
  private final Audit audit;
  private final Redactor redactor;
  private final Supplier<Optional<URI>> publicUrl;
  private final InstantSource clock;
  private volatile Runnable wake = () -> {};
  private volatile Consumer<String> forgetQuiet = target -> {};

  public Deliveries(
      Database database,
      Secrets secrets,
      Audit audit,
      Redactor redactor,
      Supplier<Optional<URI>> publicUrl,
      InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.audit = audit;
    this.redactor = redactor;
    this.publicUrl = publicUrl;
    this.clock = clock;
    secrets.onDelete(
        (tx, secret) ->
            SqlTargets.all(tx).stream()
                .filter(
                    target ->
                        target.secret().equals(secret) || secret.equals(target.signingSecret()))
                .map(target -> "target \"" + target.name() + "\"")
                .toList());
  }

  /// @param woken runs when something may be due
  /// @param restarted hears of a target that has a new address or is tried again by hand
  void onQueued(Runnable woken, Consumer<String> restarted) {
    wake = woken;
    forgetQuiet = restarted;
  }

  /// A queue for those who have no transaction of their own.
  public DeliveryQueue queueFor(Principal principal) {
    return request -> database.write(tx -> enqueue(tx, principal, request));
  }

  /// Queues a message in the caller's transaction. The same event for the same target is queued
  /// once: the second gives the id of the first.
  public String enqueue(Transaction tx, Principal principal, DeliveryRequest request) {
    Authority.require(principal, Permission.DELIVER, "deliver to " + request.target());
    DeliveryTarget target = requireTarget(tx, request.target());
    Instant now = clock.instant();
    Delivery delivery =
        Delivery.queued(
            ObjectId.random('D'),
            request.eventId(),
            target,
            DeliveryMessage.of(request, publicUrl.get(), redactor, now).toString(),
            now);
    if (!SqlDeliveries.insert(tx, delivery)) {
      return SqlDeliveries.findId(tx, request.eventId(), target.name(), target.kind())
          .orElseThrow();
    }
    audit.record(
        tx,
        principal,
        "delivery.queue",
        delivery.id(),
        null,
        Map.of("target", target.name(), "event", request.eventId()));
    tx.afterCommit(() -> wake.run());
    return delivery.id();
  }

  public void putTarget(Principal principal, DeliveryTarget target) {
    Authority.require(principal, Permission.SECRET_WRITE, "change delivery targets");
    if (!NAME.matcher(target.name()).matches()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "target name \"" + target.name() + "\" is not 1 to 64 letters, digits, spaces, . _ or -");
    }
    if (target.perMinute() < 1 || target.perMinute() > DeliveryTarget.MOST_PER_MINUTE) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "a target takes between 1 and " + DeliveryTarget.MOST_PER_MINUTE + " messages a minute");
    }
    if ((target.kind() == DeliveryKind.MAIL) != (target.mail() != null)) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          target.mail() == null
              ? "a target of kind mail needs from and to"
              : "only a target of kind mail has from and to");
    }
    if (publicUrl.get().isEmpty()) {
      throw new SpoorException(
          ErrorCode.INVALID_SETTING,
          "publicUrl is not set: messages carry a link, so set it before the first target");
    }
    database.write(
        tx -> {
          requireSecret(tx, target.secret());
          if (target.signingSecret() != null) {
            requireSecret(tx, target.signingSecret());
          }
          DeliveryTarget before = SqlTargets.find(tx, target.name()).orElse(null);
          SqlTargets.put(tx, target, clock.instant());
          audit.record(tx, principal, "target.put", target.name(), before, target);
          return null;
        });
  }

  private void requireSecret(Transaction tx, String name) {
    if (!secrets.exists(tx, name)) {
      throw new SpoorException(
          ErrorCode.NOT_FOUND, "secret \"" + name + "\" is not there: create it first");
    }
  }

  /// Another rate; what is held back is asked for anew.
  public void setRate(Principal principal, String name, int perMinute) {
    DeliveryTarget target = database.read(tx -> requireTarget(tx, name));
    putTarget(principal, target.withPerMinute(perMinute));
    wake.run();
  }

  /// Another address under the same name; the next attempt uses it. `value` goes in and never comes
  /// out again.
  public void rotate(Principal principal, String name, String value) {
    Authority.require(principal, Permission.SECRET_WRITE, "change delivery targets");
    DeliveryTarget target = database.read(tx -> requireTarget(tx, name));
    secrets.put(principal, target.secret(), value, List.of());
    database.write(
        tx -> {
          audit.record(
              tx, principal, "target.rotate", name, null, Map.of("secret", target.secret()));
          return null;
        });
    forgetQuiet.accept(name);
    wake.run();
  }

  public void deleteTarget(Principal principal, String name) {
    Authority.require(principal, Permission.SECRET_WRITE, "change delivery targets");
    database.write(
        tx -> {
          DeliveryTarget before = requireTarget(tx, name);
          SqlTargets.delete(tx, name);
          audit.record(tx, principal, "target.delete", name, before, null);
          return null;
        });
  }

  public List<DeliveryTarget> targets(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "list delivery targets");
    return database.read(SqlTargets::all);
  }

  /// Queues a message that says that it is a test; gives the delivery's id.
  public String sendTest(Principal principal, String target) {
    Authority.require(principal, Permission.SERVER_MONITORING, "send a test to " + target);
    return database.write(
        tx ->
            enqueue(
                tx,
                principal,
                new DeliveryRequest(
                    target,
                    "Test message from Spoor: this target works",
                    "test:" + ObjectId.random('D'),
                    null)));
  }

  static DeliveryTarget requireTarget(Transaction tx, String name) {
    return SqlTargets.find(tx, name)
        .orElseThrow(
            () ->
                new SpoorException(
                    ErrorCode.NOT_FOUND, "delivery target \"" + name + "\" is not there"));
  }

  /// Newest first, those made before `before`.
  public List<Delivery> page(
      Principal principal, @Nullable DeliveryState state, Instant before, int limit) {
    return page(principal, state, null, before, limit);
  }

  /// Of one target alone.
  public List<Delivery> page(
      Principal principal,
      @Nullable DeliveryState state,
      @Nullable String target,
      Instant before,
      int limit) {
    Authority.require(principal, Permission.READ_RESULTS, "read deliveries");
    return database.read(tx -> SqlDeliveries.page(tx, state, target, before, limit));
  }

  /// How many of each target are in each state.
  public Map<String, Map<DeliveryState, Long>> countsByTarget(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read deliveries");
    return database.read(SqlDeliveries::countsByTarget);
  }

  /// Those about one of these events, newest first.
  public List<Delivery> ofEvents(Principal principal, Collection<String> events, int limit) {
    Authority.require(principal, Permission.READ_RESULTS, "read deliveries");
    return events.isEmpty()
        ? List.of()
        : database.read(tx -> SqlDeliveries.ofEvents(tx, events, limit));
  }

  public List<DeliveryAttempt> attempts(Principal principal, String id) {
    Authority.require(principal, Permission.READ_RESULTS, "read deliveries");
    return database.read(tx -> SqlDeliveries.attempts(tx, id));
  }

  /// How many are in each state.
  public Map<String, Long> counts(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read deliveries");
    return database.read(SqlDeliveries::counts);
  }

  /// Tries a dead delivery once more, from the first attempt's patience.
  public void replay(Principal principal, String id) {
    Authority.require(principal, Permission.SERVER_MONITORING, "replay delivery " + id);
    database.write(
        tx -> {
          Delivery delivery =
              SqlDeliveries.find(tx, id)
                  .orElseThrow(
                      () ->
                          new SpoorException(
                              ErrorCode.NOT_FOUND, "delivery " + id + " is not there"));
          if (delivery.state() != DeliveryState.DEAD) {
            throw new SpoorException(
                ErrorCode.CONFLICT,
                "delivery " + id + " is " + delivery.state().text() + ", not dead");
          }
          revive(tx, principal, delivery);
          return null;
        });
    forgetQuiet.accept(delivery(id).target());
    wake.run();
  }

  /// Tries everything again that was given up for that target; how many that are.
  public int replayAll(Principal principal, String target) {
    Authority.require(principal, Permission.SERVER_MONITORING, "replay deliveries to " + target);
    int count =
        database.write(
            tx -> {
              requireTarget(tx, target);
              List<Delivery> dead = SqlDeliveries.dead(tx, target);
              dead.forEach(delivery -> revive(tx, principal, delivery));
              return dead.size();
            });
    forgetQuiet.accept(target);
    wake.run();
    return count;
  }

  private void revive(Transaction tx, Principal principal, Delivery delivery) {
    SqlDeliveries.revive(tx, delivery.id(), clock.instant());
    audit.record(
        tx,
        principal,
        "delivery.replay",
        delivery.id(),
        Map.of("state", "dead"),
        Map.of("state", "pending"));
  }

  private Delivery delivery(String id) {
    return database.read(tx -> SqlDeliveries.find(tx, id)).orElseThrow();
  }

  /// One delivery in place of many that a target would not take.
  void fold(Transaction tx, DeliveryTarget target, List<Delivery> held, String id) {
    Instant now = clock.instant();
    Delivery digest =
        Delivery.queued(
            id,
            DigestMessage.eventId(held),
            target,
            DigestMessage.of(target, held, publicUrl.get()).toString(),
            now);
    SqlDeliveries.insert(tx, digest);
    SqlDeliveries.fold(tx, held.stream().map(Delivery::id).toList(), id, now);
    audit.record(
        tx,
        new Principal.System(),
        "delivery.fold",
        id,
        null,
        Map.of("target", target.name(), "messages", held.size()));
  }
}
