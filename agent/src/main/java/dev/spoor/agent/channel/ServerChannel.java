package dev.spoor.agent.channel;

import dev.spoor.agent.spool.Spool;
import dev.spoor.wire.Message;
import dev.spoor.wire.QueryLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the agent connected: opens a connection, runs one [ChannelSession] on it, waits with
/// growing, jittered delay, and begins again, until closed. One thread; the public methods are
/// thread-safe.
public final class ServerChannel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerChannel.class);

  /// Log lines waiting for the connection; more are dropped, they are not durable.
  private static final int MOST_LOGS = 256;

  private final ChannelConfig config;
  private final Link.Opener opener;
  private final Spool spool;
  private final AgentSide agent;
  private final InstantSource clock;
  private final Random random = new Random();
  private long links;
  private final LinkedBlockingQueue<ChannelEvent> events = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;
  private volatile boolean closed;
  private volatile boolean connected;

  ServerChannel(
      ChannelConfig config, Link.Opener opener, Spool spool, AgentSide agent, InstantSource clock) {
    this.config = config;
    this.opener = opener;
    this.spool = spool;
    this.agent = agent;
    this.clock = clock;
  }

  /// A channel for the identity in `folder`, which is renewed there when it is due.
  public static ServerChannel forIdentity(
      Path folder, ChannelConfig config, Spool spool, AgentSide agent, InstantSource clock)
      throws IOException {
    IdentityLinks links =
        new IdentityLinks(folder, AgentIdentity.load(folder), config.connectTimeout(), clock);
    return new ServerChannel(config, links, spool, agent, clock);
  }

  public void start() {
    spool.onRows(() -> offer(ChannelEvent.Rows.INSTANCE));
    thread = Thread.ofPlatform().name("channel").start(this::run);
  }

  public boolean isConnected() {
    return connected;
  }

  /// The state of a stream changed: it is told soon.
  public void statusChanged() {
    offer(ChannelEvent.StatusChanged.INSTANCE);
  }

  /// Tells what a query logged, if there is a connection.
  public void log(QueryLog line) {
    if (connected && events.size() < MOST_LOGS) {
      offer(new ChannelEvent.Log(line));
    }
  }

  private void offer(ChannelEvent event) {
    // Rows and StatusChanged carry nothing: one of each is enough.
    if (event instanceof ChannelEvent.Log
        || event instanceof ChannelEvent.Received
        || event instanceof ChannelEvent.Ended
        || !events.contains(event)) {
      events.add(event);
    }
  }

  private void run() {
    long delay = config.firstDelay().toMillis();
    while (!closed) {
      long began = System.nanoTime();
      String why = session();
      connected = false;
      if (closed) {
        return;
      }
      if (System.nanoTime() - began > config.longestDelay().toNanos()) {
        delay = config.firstDelay().toMillis();
      }
      // Between half and the whole of the delay, so that a fleet does not come back at once.
      long wait = delay / 2 + random.nextLong(delay / 2 + 1);
      LOG.info("not connected ({}); next attempt in {} ms", why, wait);
      delay = Math.min(delay * 2, config.longestDelay().toMillis());
      if (!waited(wait)) {
        return;
      }
    }
  }

  /// One connection from its beginning to its end; why it ended.
  private String session() {
    long mine = ++links;
    Link.Listener listener =
        new Link.Listener() {
          @Override
          public void received(Message message) {
            offer(new ChannelEvent.Received(mine, message));
          }

          @Override
          public void ended(String why) {
            offer(new ChannelEvent.Ended(mine, why));
          }
        };
    try (Link link = opener.open(listener)) {
      ChannelSession session = new ChannelSession(config, link, mine, events, spool, agent, clock);
      session.hello();
      session.awaitWelcome();
      connected = true;
      LOG.info("connected");
      return session.serve();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      return "stopping";
    } catch (RuntimeException e) {
      LOG.warn("channel", e);
      return String.valueOf(e);
    }
  }

  /// Waits, letting events pass that matter only to a connection; false when closed.
  private boolean waited(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (long left = millis; left > 0 && !closed; ) {
        events.poll(left, TimeUnit.MILLISECONDS);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      return false;
    }
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
