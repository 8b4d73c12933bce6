package dev.spoor.server.delivery;

import dev.spoor.server.access.SecretValue;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.Egress.Response;
import dev.spoor.server.error.SpoorException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due. An attempt is recorded before it is made; one whose outcome is not known (no
/// answer, or the server died) is made again under the same idempotency key and says that it may
/// have arrived twice. One thread looks for what is due; each attempt waits on a virtual thread.
public final class DeliveryWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int MAX_DETAIL = 500;

  private final Database database;
  private final Secrets secrets;
  private final Egress egress;
  private final DeliveryConfig config;
  private final InstantSource clock;
  private final Object lock = new Object();
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
    this.secrets = secrets;
    this.egress = egress;
    this.config = config;
    this.clock = clock;
    deliveries.onQueued(this::wake);
  }

  public void start() {
    List<Delivery> unknown = database.read(SqlDeliveries::sending);
    for (Delivery delivery : unknown) {
      ended(
          delivery,
          delivery.attempts(),
          "unknown",
          "the server stopped during this attempt",
          true,
          null);
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
    int free;
    synchronized (lock) {
      free = config.atOnce() - going;
    }
    if (free <= 0) {
      return;
    }
    Instant now = clock.instant();
    List<Delivery> due = database.read(tx -> SqlDeliveries.due(tx, now, free));
    if (due.isEmpty()) {
      return;
    }
    database.write(
        tx -> {
          due.forEach(d -> SqlDeliveries.beginAttempt(tx, d.id(), d.attempts() + 1, now));
          return null;
        });
    synchronized (lock) {
      going += due.size();
      isWoken = due.size() == free; // there may be more
    }
    for (Delivery delivery : due) {
      Thread.ofVirtual().name("delivery-", 0).start(() -> attempt(delivery));
    }
  }

  private void attempt(Delivery delivery) {
    int number = delivery.attempts() + 1;
    try {
      Response response = send(delivery);
      switch (response) {
        case Response.Answered answered -> answered(delivery, number, answered);
        case Response.Refused refused -> dead(delivery, number, "refused", refused.reason());
        case Response.Unreachable unreachable ->
            ended(
                delivery, number, "unreachable", unreachable.reason(), delivery.mayRepeat(), null);
        case Response.Unknown unknown ->
            ended(delivery, number, "unknown", unknown.reason(), true, null);
      }
    } catch (SpoorException e) {
      dead(delivery, number, "refused", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("delivery {} failed", delivery.id(), e);
      ended(delivery, number, "unknown", "something failed on the server", true, null);
    } finally {
      synchronized (lock) {
        going--;
        isWoken = true;
        lock.notifyAll();
      }
    }
  }

  private Response send(Delivery delivery) {
    record Addressed(URI uri, @Nullable String key) {}
    Addressed to =
        database.read(
            tx -> {
              DeliveryTarget target = Deliveries.requireTarget(tx, delivery.target());
              URI uri = secrets.open(tx, target.secret()).toUri();
              String signing = target.signingSecret();
              SecretValue key = signing == null ? null : secrets.open(tx, signing);
              return new Addressed(uri, key == null ? null : key.revealFor(uri.getHost()));
            });
    byte[] body = Payload.of(delivery);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Idempotency-Key", delivery.id());
    if (to.key() != null) {
      headers.put("X-Spoor-Signature", "sha256=" + hmac(to.key(), body));
    }
    return egress.send(new Egress.Request("POST", to.uri(), headers, body, config.timeout()));
  }

  static String hmac(String key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HmacSHA256", e);
    }
  }

  private void answered(Delivery delivery, int number, Response.Answered answered) {
    int status = answered.status();
    String detail = "status " + status;
    if (status >= 200 && status < 300) {
      Instant now = clock.instant();
      database.write(
          tx -> {
            SqlDeliveries.endAttempt(tx, delivery.id(), number, now, "delivered", detail);
            SqlDeliveries.setState(
                tx, delivery.id(), DeliveryState.DELIVERED, delivery.mayRepeat(), now, now, null);
            return null;
          });
    } else if (status == 429 || status == 503) {
      ended(delivery, number, "failed", detail, delivery.mayRepeat(), retryAfter(answered));
    } else if (status >= 500 || status == 408 || status == 425) {
      // it may have taken the message before it failed
      ended(delivery, number, "failed", detail, true, retryAfter(answered));
    } else {
      dead(delivery, number, "failed", detail);
    }
  }

  private @Nullable Duration retryAfter(Response.Answered answered) {
    for (Map.Entry<String, List<String>> header : answered.headers().entrySet()) {
      if (header.getKey().equalsIgnoreCase("Retry-After")
          && !header.getValue().isEmpty()
          && header.getValue().getFirst().matches("[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(header.getValue().getFirst()));
      }
    }
    return null;
  }

  private void ended(
      Delivery delivery,
      int number,
      String outcome,
      String detail,
      boolean mayRepeat,
      @Nullable Duration retryAfter) {
    if (number >= config.attempts()) {
      dead(delivery, number, outcome, detail);
      return;
    }
    Instant now = clock.instant();
    Duration pause = pause(number);
    if (retryAfter != null && retryAfter.compareTo(pause) > 0) {
      pause = retryAfter.compareTo(config.longestPause()) < 0 ? retryAfter : config.longestPause();
    }
    Instant next = now.plus(pause);
    database.write(
        tx -> {
          SqlDeliveries.endAttempt(tx, delivery.id(), number, now, outcome, cut(detail));
          SqlDeliveries.setState(
              tx, delivery.id(), DeliveryState.PENDING, mayRepeat, next, null, cut(detail));
          return null;
        });
    wake();
  }

  /// Doubles from attempt to attempt; up to a fifth less, so that targets are not hit in step.
  private Duration pause(int number) {
    long first = config.firstPause().toMillis();
    long doubled = first << Math.min(number - 1, 20);
    long most = Math.min(doubled, config.longestPause().toMillis());
    return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / 5 + 1));
  }

  private void dead(Delivery delivery, int number, String outcome, String detail) {
    LOG.warn("delivery {} to {} is given up: {}", delivery.id(), delivery.target(), detail);
    Instant now = clock.instant();
    database.write(
        tx -> {
          SqlDeliveries.endAttempt(tx, delivery.id(), number, now, outcome, cut(detail));
          SqlDeliveries.setState(
              tx, delivery.id(), DeliveryState.DEAD, delivery.mayRepeat(), now, now, cut(detail));
          return null;
        });
  }

  private static String cut(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
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
