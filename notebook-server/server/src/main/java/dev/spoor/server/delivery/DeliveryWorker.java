package dev.spoor.server.delivery;

import dev.spoor.server.access.Secrets;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due. An attempt is recorded before it is made; one whose outcome is not known (no
/// answer, or the server died) is made again under the same idempotency key and says that it may
/// have arrived twice. A target that had its messages of a minute gets the others as one digest.
/// One thread looks for what is due; each attempt waits on a virtual thread.
public final class DeliveryWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /// How long a target waits whose attempts of now take their time.
  private static final Duration BUSY = Duration.ofMillis(250);

  private final Database database;
  private final Deliveries deliveries;
  private final DeliverySender sender;
  private final DeliveryOutcomes outcomes;
  private final TargetPace pace;
  private final DeliveryConfig config;
  private final InstantSource clock;
  private final Object lock = new Object();
  private final Map<String, Integer> goingTo = new HashMap<>();
  private boolean isWoken;
  private boolean isClosed;
  private int going;
  private @Nullable Thread thread;

  public DeliveryWorker(
      Database database,
      Deliveries deliveries,
      Secrets secrets,
      Egress egress,
      DeliveryConfig config,
      InstantSource clock) {
    this.database = database;
    this.deliveries = deliveries;
    this.config = config;
    this.clock = clock;
    sender = new DeliverySender(database, secrets, egress, config.timeout());
    pace = new TargetPace(config.rateWindow());
    outcomes = new DeliveryOutcomes(database, config, pace, clock);
    deliveries.onQueued(this::wake, pace::forgetQuiet);
  }

  public void start() {
    List<Delivery> unfinished = database.read(SqlDeliveries::sending);
    for (Delivery delivery : unfinished) {
      outcomes.unknown(delivery, delivery.attempts(), "the server stopped during this attempt");
    }
    Instant begin = clock.instant().minus(config.rateWindow());
    for (DeliveryTarget target : database.read(SqlTargets::all)) {
      database
          .read(tx -> SqlDeliveries.sentSince(tx, target.name(), begin))
          .forEach(time -> pace.took(target.name(), time));
    }
    Thread worker = Thread.ofPlatform().name("delivery").daemon().unstarted(this::run);
    thread = worker;
    worker.start();
  }

  private void wake() {
    synchronized (lock) {
      isWoken = true;
      lock.notifyAll();
    }
  }

  private void run() {
    while (true) {
      try {
        if (!awaitWork()) {
          return;
        }
        sendDue();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("delivery stumbled and goes on", e);
      }
    }
  }

  /// Waits until something may be due; false when closed.
  private boolean awaitWork() throws InterruptedException {
    Duration pause =
        database
            .read(SqlDeliveries::nextDue)
            .map(due -> Duration.between(clock.instant(), due))
            .filter(d -> d.compareTo(IDLE) < 0)
            .orElse(IDLE);
    synchronized (lock) {
      long deadline = System.nanoTime() + Math.max(0, pause.toNanos());
      while (!isClosed && (!isWoken || going >= config.atOnce())) {
        long left = deadline - System.nanoTime();
        if (left <= 0 && going < config.atOnce()) {
          break;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
      }
      isWoken = false;
      return !isClosed;
    }
  }

  private void sendDue() {
    Instant now = clock.instant();
    Map<String, Integer> due = database.read(tx -> SqlDeliveries.dueTargets(tx, now));
    for (Map.Entry<String, Integer> entry : due.entrySet()) {
      List<Delivery> next = begin(entry.getKey(), now);
      if (next.size() < entry.getValue()) {
        wake(); // there is more
      }
      for (Delivery delivery : next) {
        Thread.ofVirtual().name("delivery-", 0).start(() -> attempt(delivery));
      }
    }
  }

  /// What is sent to that target now: recorded as attempts, counted as going on.
  private List<Delivery> begin(String name, Instant now) {
    int free;
    synchronized (lock) {
      // one that does not answer leaves room for the others
      int own = Math.max(1, config.atOnce() * 3 / 4) - goingTo.getOrDefault(name, 0);
      free = Math.min(config.atOnce() - going, own);
    }
    List<Delivery> begun =
        database.write(
            tx -> {
              DeliveryTarget target = SqlTargets.find(tx, name).orElse(null);
              // what has no target any more is given up by its attempt
              int room = target == null ? free : pace.room(target, now);
              if (target != null && room == 0) {
                SqlDeliveries.hold(tx, name, pace.again(target, now));
                return List.of();
              }
              if (free <= 0) {
                SqlDeliveries.postpone(tx, name, now.plus(BUSY));
                return List.of();
              }
              if (target != null) {
                List<Delivery> held = SqlDeliveries.held(tx, name, now, DigestMessage.MOST);
                if (held.size() > 1) {
                  deliveries.fold(tx, target, held, ObjectId.random('D'));
                }
              }
              List<Delivery> next = SqlDeliveries.due(tx, name, now, Math.min(room, free));
              next.forEach(d -> SqlDeliveries.beginAttempt(tx, d.id(), d.attempts() + 1, now));
              return next;
            });
    synchronized (lock) {
      going += begun.size();
      goingTo.merge(name, begun.size(), Integer::sum);
    }
    begun.forEach(_ -> pace.took(name, now));
    return begun;
  }

  private void attempt(Delivery delivery) {
    int number = delivery.attempts() + 1;
    try {
      outcomes.came(delivery, number, sender.send(delivery));
    } catch (SpoorException e) {
      outcomes.dead(delivery, number, "refused", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("delivery {} failed", delivery.id(), e);
      outcomes.unknown(delivery, number, "something failed on the server");
    } finally {
      synchronized (lock) {
        going--;
        goingTo.merge(delivery.target(), -1, (n, less) -> n + less == 0 ? null : n + less);
        isWoken = true;
        lock.notifyAll();
      }
    }
  }

  /// Attempts that are going on are left to their timeout; what they were is known after a restart.
  @Override
  public void close() {
    synchronized (lock) {
      isClosed = true;
      lock.notifyAll();
    }
    Thread worker = thread;
    if (worker != null) {
      try {
        worker.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
