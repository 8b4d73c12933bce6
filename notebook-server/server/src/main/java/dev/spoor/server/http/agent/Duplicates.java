package dev.spoor.server.http.agent;

import dev.spoor.server.identity.ClientId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two connections with one certificate: the older one is usually a dead link that nobody has
/// noticed yet. If it answers a challenge just as the newer one does, two machines hold one key.
/// Either way the older one is closed. Thread-safe.
final class Duplicates {
  private static final Logger LOG = LoggerFactory.getLogger(Duplicates.class);

  private final ScheduledExecutorService timer;
  private final Duration patience;
  private final Consumer<ClientId> alarm;
  private final SecureRandom random = new SecureRandom();

  /// @param alarm hears of a client whose key is on two machines
  Duplicates(ScheduledExecutorService timer, Duration patience, Consumer<ClientId> alarm) {
    this.timer = timer;
    this.patience = patience;
    this.alarm = alarm;
  }

  void challenge(AgentConnection older, AgentConnection newer) {
    AtomicInteger answers = new AtomicInteger();
    Runnable answered =
        () -> {
          if (answers.incrementAndGet() == 2) {
            LOG.warn("client {} is connected from two machines at once", newer.client());
            alarm.accept(newer.client());
            older.close("a newer connection of this client is open");
          }
        };
    older.challenge(nonce(), answered);
    newer.challenge(nonce(), answered);
    var unused =
        timer.schedule(
            () -> older.close("a newer connection of this client is open"),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private String nonce() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
