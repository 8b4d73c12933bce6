package dev.spoor.server.http.event;

import dev.spoor.server.access.Authority;
import dev.spoor.server.http.live.LiveTopic;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.explore.EventExplorer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells pages that events arrived: the topic `events`, at most four times a second. What of it
/// they want to see they ask for by the number up to which rows are searchable.
public final class EventTicker implements LiveTopic, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventTicker.class);
  private static final int MS = 250;

  private final EventExplorer events;
  private final List<Publisher> publishers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("event-ticker").daemon().factory());
  private volatile long told;

  public EventTicker(EventExplorer events) {
    this.events = events;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public ObjectNode snapshot(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "follow events");
    return state();
  }

  @Override
  public void publishTo(Publisher publisher) {
    publishers.add(publisher);
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    told = events.visible();
    timer.scheduleWithFixedDelay(this::tick, MS, MS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      long visible = events.visible();
      if (visible != told) {
        told = visible;
        publishers.forEach(publisher -> publisher.publish("arrived", state()));
      }
    } catch (RuntimeException e) {
      LOG.error("pages could not be told of events", e);
    }
  }

  private ObjectNode state() {
    return EventJson.object().put("visible", events.visible());
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
