package dev.spoor.web.host;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one beat by which open pages bring their numbers up to date; what did not change is not
/// sent. Thread-safe.
public final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  private final ScheduledExecutorService beat;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  public Pulse() {
    beat =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pages-pulse").factory());
  }

  public void start() {
    var unused = beat.scheduleWithFixedDelay(this::once, 2, 2, TimeUnit.SECONDS);
  }

  /// Runs `refresh` under the page's lock at each beat while the component is on a page.
  public void watch(Component component, Command refresh) {
    component.addAttachListener(
        event -> {
          Watch watch = new Watch(event.getUI(), refresh);
          watches.add(watch);
          component.addDetachListener(
              gone -> {
                watches.remove(watch);
                gone.unregisterListener();
              });
        });
  }

  private void once() {
    for (Watch watch : watches) {
      try {
        var unused = watch.ui().access(watch.refresh());
      } catch (RuntimeException e) {
        watches.remove(watch);
        LOG.debug("a page went away while it was refreshed", e);
      }
    }
  }

  @Override
  public void close() {
    beat.shutdownNow();
  }

  private record Watch(UI ui, Command refresh) {}
}
