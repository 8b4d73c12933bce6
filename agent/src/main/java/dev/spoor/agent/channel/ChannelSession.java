package dev.spoor.agent.channel;

import dev.spoor.agent.spool.Spool;
import dev.spoor.wire.BatchAck;
import dev.spoor.wire.BatchReject;
import dev.spoor.wire.Challenge;
import dev.spoor.wire.ChallengeAnswer;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Hello;
import dev.spoor.wire.Message;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Ping;
import dev.spoor.wire.Pong;
import dev.spoor.wire.ProtocolVersion;
import dev.spoor.wire.RowPart;
import dev.spoor.wire.StreamStatus;
import dev.spoor.wire.Welcome;
import dev.spoor.wire.WireRow;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: greets, sends what the spool has with at most four batches unanswered, answers
/// and pings. Runs on the channel's thread alone.
final class ChannelSession {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelSession.class);

  /// A connection ends by itself now and then, so that a certificate that is due can be renewed.
  private static final Duration LONGEST = Duration.ofHours(24);

  private final ChannelConfig config;
  private final Link link;
  private final long mine;
  private final BlockingQueue<ChannelEvent> events;
  private final Spool spool;
  private final AgentSide agent;
  private final InstantSource clock;
  private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
  private final long began = System.nanoTime();
  private long heardAt = began;
  private long pingAt = began;
  private long statusAt = began;
  private boolean statusChanged = true;
  private long pings;

  /// Rows may wait in the spool since this moment.
  private boolean rowsWait = true;

  private long rowsSince = began - TimeUnit.DAYS.toNanos(1);

  ChannelSession(
      ChannelConfig config,
      Link link,
      long mine,
      BlockingQueue<ChannelEvent> events,
      Spool spool,
      AgentSide agent,
      InstantSource clock) {
    this.config = config;
    this.link = link;
    this.mine = mine;
    this.events = events;
    this.spool = spool;
    this.agent = agent;
    this.clock = clock;
  }

  private record InFlight(long boot, int stream, long firstSeq, long lastSeq) {
    boolean is(long otherBoot, int otherStream, long otherLast) {
      return boot == otherBoot && stream == otherStream && lastSeq == otherLast;
    }
  }

  void hello() throws IOException, InterruptedException {
    link.send(
        new Hello(
            ProtocolVersion.SPOKEN,
            agent.agentVersion(),
            clock.instant(),
            spool.boots(),
            agent.facts(),
            agent.capabilities(),
            agent.allowed(),
            agent.tableVersion()));
  }

  void awaitWelcome() throws IOException, InterruptedException {
    long end = System.nanoTime() + config.connectTimeout().toNanos();
    while (true) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new IOException("no welcome within " + config.connectTimeout().toSeconds() + " s");
      }
      ChannelEvent event = events.poll(left, TimeUnit.NANOSECONDS);
      if (event instanceof ChannelEvent.Ended ended && ended.link() == mine) {
        throw new IOException(ended.why());
      }
      if (event instanceof ChannelEvent.Received received && received.link() == mine) {
        heardAt = System.nanoTime();
        if (received.message() instanceof Welcome welcome) {
          if (!ProtocolVersion.SPOKEN.contains(welcome.protocol())) {
            throw new IOException("the server speaks protocol " + welcome.protocol());
          }
          spool.connected(welcome.epoch(), welcome.positions());
          return;
        }
        answer(received.message());
      }
    }
  }

  /// Serves until the connection ends; why it did.
  String serve() throws IOException, InterruptedException {
    while (true) {
      long now = System.nanoTime();
      if (now - heardAt > config.dead().toNanos()) {
        return "silent for " + config.dead().toSeconds() + " s";
      }
      if (now - began > LONGEST.toNanos()) {
        return "a day old";
      }
      if (now >= pingAt) {
        link.send(new Ping(++pings, clock.instant()));
        pingAt = now + config.ping().toNanos();
      }
      if (statusChanged || now >= statusAt) {
        statusChanged = false;
        statusAt = now + config.status().toNanos();
        for (StreamStatus status : agent.statuses()) {
          link.send(status);
        }
      }
      sendRows();
      ChannelEvent event = events.poll(untilNextWork(), TimeUnit.NANOSECONDS);
      while (event != null) {
        if (event instanceof ChannelEvent.Ended ended && ended.link() == mine) {
          return ended.why();
        }
        take(event);
        event = events.poll();
      }
    }
  }

  private long untilNextWork() {
    long now = System.nanoTime();
    long next = Math.min(Math.min(pingAt, statusAt), heardAt + config.dead().toNanos());
    if (rowsWait && inFlight.size() < ChannelConfig.CREDIT) {
      next = Math.min(next, rowsSince + config.linger().toNanos());
    }
    return Math.max(0, next - now);
  }

  private void take(ChannelEvent event) throws IOException, InterruptedException {
    switch (event) {
      case ChannelEvent.Rows ignored -> {
        if (!rowsWait) {
          rowsWait = true;
          rowsSince = System.nanoTime();
        }
      }
      case ChannelEvent.StatusChanged ignored -> statusChanged = true;
      case ChannelEvent.Log log -> link.send(log.line());
      case ChannelEvent.Received received -> {
        if (received.link() == mine) {
          heardAt = System.nanoTime();
          answer(received.message());
        }
      }
      case ChannelEvent.Ended ignored -> {
        // of an earlier connection
      }
    }
  }

  private void answer(Message message) throws IOException, InterruptedException {
    switch (message) {
      case BatchAck ack -> {
        if (landed(ack.boot(), ack.stream(), ack.lastSeq()).isPresent()) {
          spool.commit(ack.boot(), ack.stream(), ack.lastSeq());
        }
      }
      case BatchReject reject -> {
        Optional<InFlight> batch = landed(reject.boot(), reject.stream(), reject.lastSeq());
        if (batch.isPresent()) {
          LOG.warn("rows of stream {} were rejected: {}", reject.stream(), reject.reason());
          spool.reject(
              reject.boot(),
              reject.stream(),
              batch.get().firstSeq(),
              reject.lastSeq(),
              "rejected by the server: " + reject.reason());
        }
      }
      case Challenge challenge -> link.send(new ChallengeAnswer(challenge.nonce()));
      case MonitoringUpdate update -> agent.apply(update);
      case Pong ignored -> {
        // heard
      }
      default -> throw new IOException("unexpected " + message.getClass().getSimpleName());
    }
  }

  /// Takes the answered batch out of those in flight; an answer to none of them is ignored.
  private Optional<InFlight> landed(long boot, int stream, long lastSeq) {
    for (Iterator<InFlight> i = inFlight.iterator(); i.hasNext(); ) {
      InFlight batch = i.next();
      if (batch.is(boot, stream, lastSeq)) {
        i.remove();
        return Optional.of(batch);
      }
    }
    return Optional.empty();
  }

  /// With nothing in flight a row leaves at once; otherwise it waits a little for company.
  private void sendRows() throws IOException, InterruptedException {
    while (rowsWait && inFlight.size() < ChannelConfig.CREDIT) {
      boolean waitedEnough = System.nanoTime() - rowsSince >= config.linger().toNanos();
      if (!inFlight.isEmpty() && !waitedEnough) {
        return;
      }
      Optional<EventBatch> next = spool.lease();
      if (next.isEmpty()) {
        rowsWait = false;
        return;
      }
      EventBatch batch = next.get();
      inFlight.add(new InFlight(batch.boot(), batch.stream(), batch.firstSeq(), batch.lastSeq()));
      if (batch.bytes() > EventBatch.MAX_BYTES) {
        sendInParts(batch);
      } else {
        link.send(batch);
      }
    }
  }

  /// The spool gives a row above the limit of a batch alone.
  private void sendInParts(EventBatch batch) throws IOException, InterruptedException {
    WireRow row = batch.rows().getFirst();
    byte[] json = row.json();
    for (int at = 0; at < json.length; at += RowPart.MAX_BYTES) {
      int end = Math.min(json.length, at + RowPart.MAX_BYTES);
      link.send(
          new RowPart(
              batch.boot(),
              batch.stream(),
              batch.firstSeq(),
              row.emitNanos(),
              json.length,
              at,
              Arrays.copyOfRange(json, at, end)));
    }
  }
}
