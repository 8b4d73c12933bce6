package dev.spoor.server.alert;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes snoozed alerts, within a second of their time.
public final class AlertTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertTimer.class);

  private final Alerts alerts;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alert-timer").daemon().factory());

  public AlertTimer(Alerts alerts) {
    this.alerts = alerts;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    timer.scheduleWithFixedDelay(this::wake, 1, 1, TimeUnit.SECONDS);
  }

  private void wake() {
    try {
      alerts.wake();
    } catch (RuntimeException e) {
      LOG.error("snoozed alerts were not woken; it is tried again", e);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
