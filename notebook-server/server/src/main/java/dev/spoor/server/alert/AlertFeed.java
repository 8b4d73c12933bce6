package dev.spoor.server.alert;

import dev.spoor.server.identity.Principal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells pages of alerts, a few times a second however many are raised. Listeners are called on a
/// thread of the feed and must not wait for a browser. Thread-safe.
public final class AlertFeed implements AlertListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertFeed.class);
  private static final long PAUSE_MILLIS = 200;

  /// Names in one message; those beyond are seen by whoever reads the list again.
  private static final int MOST = 500;

  private final Alerts alerts;
  private final List<Consumer<AlertNews>> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alert-feed").daemon().factory());
  private Set<String> raised = new LinkedHashSet<>();
  private Set<String> changed = new LinkedHashSet<>();
  private boolean isDue;

  public AlertFeed(Alerts alerts) {
    this.alerts = alerts;
    alerts.addListener(this);
  }

  /// Close what is given back to hear no more.
  public AutoCloseable listen(Consumer<AlertNews> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void changed(String alert, Change change) {
    synchronized (this) {
      Set<String> into = change == Change.RAISED ? raised : changed;
      if (into.size() < MOST) {
        into.add(alert);
      }
      if (isDue) {
        return;
      }
      isDue = true;
    }
    try {
      thread.schedule(this::tell, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.trace("closed while there was news", e);
    }
  }

  private void tell() {
    Set<String> nowRaised;
    Set<String> nowChanged;
    synchronized (this) {
      nowRaised = raised;
      nowChanged = changed;
      raised = new LinkedHashSet<>();
      changed = new LinkedHashSet<>();
      isDue = false;
    }
    try {
      AlertNews news = new AlertNews(nowRaised, nowChanged, alerts.counts(new Principal.System()));
      listeners.forEach(listener -> listener.accept(news));
    } catch (RuntimeException e) {
      LOG.error("pages were not told of alerts", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
