package dev.spoor.server.delivery;

import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.Egress.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what came of an attempt and decides what follows: done, again later, or given up.
final class DeliveryOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryOutcomes.class);
  private static final int MAX_DETAIL = 500;

  private final Database database;
  private final DeliveryConfig config;
  private final TargetPace pace;
  private final InstantSource clock;

  DeliveryOutcomes(Database database, DeliveryConfig config, TargetPace pace, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.pace = pace;
    this.clock = clock;
  }

  void came(Delivery delivery, int number, Response response) {
    switch (response) {
      case Response.Answered answered -> answered(delivery, number, answered);
      case Response.Replied replied -> replied(delivery, number, replied);
      case Response.Refused refused -> dead(delivery, number, "refused", refused.reason());
      case Response.Unreachable unreachable ->
          again(delivery, number, "unreachable", unreachable.reason(), delivery.mayRepeat(), null);
      case Response.Unknown unknown -> unknown(delivery, number, unknown.reason());
    }
  }

  /// It may have arrived.
  void unknown(Delivery delivery, int number, String reason) {
    again(delivery, number, "unknown", reason, true, null);
  }

  private void answered(Delivery delivery, int number, Response.Answered answered) {
    int status = answered.status();
    String detail = "status " + status;
    if (status >= 200 && status < 300) {
      delivered(delivery, number, detail);
    } else if (status == 429 || status == 503) {
      Duration wanted = RetryAfter.of(answered.headers(), clock.instant());
      if (wanted != null) {
        // it asks for all of its messages, not for this one
        pace.quiet(delivery.target(), clock.instant().plus(wanted));
      }
      String said = status == 429 ? detail + ", too many requests" : detail + ", not available";
      again(delivery, number, "failed", said, delivery.mayRepeat(), wanted);
    } else if (status >= 500 || status == 408 || status == 425) {
      // it may have taken the message before it failed
      Duration wanted = RetryAfter.of(answered.headers(), clock.instant());
      again(delivery, number, "failed", detail, true, wanted);
    } else {
      dead(delivery, number, "failed", detail);
    }
  }

  private void replied(Delivery delivery, int number, Response.Replied replied) {
    if (replied.code() < 400) {
      delivered(delivery, number, replied.detail());
    } else if (replied.code() < 500) {
      again(delivery, number, "failed", replied.detail(), delivery.mayRepeat(), null);
    } else {
      dead(delivery, number, "failed", replied.detail());
    }
  }

  private void delivered(Delivery delivery, int number, String detail) {
    Instant now = clock.instant();
    database.write(
        tx -> {
          SqlDeliveries.endAttempt(tx, delivery.id(), number, now, "delivered", cut(detail));
          SqlDeliveries.setState(
              tx, delivery.id(), DeliveryState.DELIVERED, delivery.mayRepeat(), now, now, null);
          return null;
        });
  }

  private void again(
      Delivery delivery,
      int number,
      String outcome,
      String detail,
      boolean mayRepeat,
      @Nullable Duration retryAfter) {
    int patience = number - delivery.attemptsBefore();
    if (patience >= config.attempts()) {
      dead(delivery, number, outcome, detail);
      return;
    }
    Instant now = clock.instant();
    Duration pause = pause(patience);
    if (retryAfter != null && retryAfter.compareTo(pause) > 0) {
      pause = retryAfter;
    }
    Instant next = now.plus(pause);
    database.write(
        tx -> {
          SqlDeliveries.endAttempt(tx, delivery.id(), number, now, outcome, cut(detail));
          SqlDeliveries.setState(
              tx, delivery.id(), DeliveryState.PENDING, mayRepeat, next, null, cut(detail));
          return null;
        });
  }

  /// Doubles from attempt to attempt; up to a fifth less, so that targets are not hit in step.
  private Duration pause(int number) {
    long first = config.firstPause().toMillis();
    long doubled = first << Math.min(number - 1, 20);
    long most = Math.min(doubled, config.longestPause().toMillis());
    return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / 5 + 1));
  }

  void dead(Delivery delivery, int number, String outcome, String detail) {
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
}
