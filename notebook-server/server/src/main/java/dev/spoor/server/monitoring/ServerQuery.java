package dev.spoor.server.monitoring;

import dev.spoor.server.alert.AlertFunction;
import dev.spoor.server.alert.AlertRaiser;
import dev.spoor.server.alert.AlertSignal;
import dev.spoor.server.alert.RowSignals;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.delivery.DeliverFunction;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.DeliveryRequest;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventId;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.EventConsumer;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.StreamInfo;
import dev.spoor.server.query.QueryRights;
import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.HeldRows;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.VqlClock;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event query on the server, on a thread of its own. It runs until it is closed; when it fails
/// it says why and begins again, from its offset, after a pause that grows.
final class ServerQuery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerQuery.class);
  private static final long STACK_BYTES = 16L << 20;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /// Boot of rows that are numbered by the event that they come from.
  private static final long BY_EVENT = 0;

  /// Boot of rows that are just counted.
  private static final long COUNTED = 1;

  /// What all queries share.
  record Surroundings(
      Catalog catalog,
      Consumers consumers,
      Ingest ingest,
      Deliveries deliveries,
      AlertRaiser alerts,
      InstantSource clock) {}

  private final Surroundings around;
  private final CompiledArtifact artifact;
  private final CompiledArtifact.Source source;
  private final StreamInfo stream;
  private final Principal.Service principal;
  private final ServerQueryState state;
  private final CountDownLatch closing = new CountDownLatch(1);

  /// Whether the text of the query called `alert()`: then its rows are no alerts by themselves.
  private volatile boolean raisesItself;

  private @Nullable Thread thread;
  private @Nullable VqlSession session;

  ServerQuery(
      Surroundings around,
      CompiledArtifact artifact,
      CompiledArtifact.Source source,
      StreamInfo stream,
      Principal.Service principal) {
    this.around = around;
    this.artifact = artifact;
    this.source = source;
    this.stream = stream;
    this.principal = principal;
    this.state = new ServerQueryState(around.clock());
  }

  /// Name of the offset; it is the stream's, so that new parameters begin anew.
  static String consumerName(StreamInfo stream) {
    return "stream:" + stream.number();
  }

  StreamInfo stream() {
    return stream;
  }

  CompiledArtifact artifact() {
    return artifact;
  }

  CompiledArtifact.Source source() {
    return source;
  }

  ServerQueryState state() {
    return state;
  }

  void start() {
    Thread started =
        Thread.ofPlatform()
            .name("monitoring-" + stream.fullName())
            .daemon()
            .stackSize(STACK_BYTES)
            .unstarted(this::run);
    thread = started;
    started.start();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (closing.getCount() > 0) {
        Instant began = around.clock().instant();
        try {
          runOnce();
          if (closing.getCount() > 0) {
            state.ended();
          }
          return;
        } catch (RuntimeException | StackOverflowError e) {
          if (closing.getCount() == 0) {
            return;
          }
          state.failed(e instanceof SpoorException ? String.valueOf(e.getMessage()) : e.toString());
          LOG.warn("server event query {} failed", stream.fullName(), e);
        }
        if (Duration.between(began, around.clock().instant()).compareTo(LONGEST_PAUSE) > 0) {
          pause = FIRST_PAUSE;
        }
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() throws InterruptedException {
    List<Statement> statements = Vql.parse(source.vql()).orThrow();
    try (EventConsumer consumer = around.consumers().open(consumerName(stream))) {
      VqlSession.Builder builder =
          VqlSession.builder(
                  around
                      .catalog()
                      .with(
                          List.of(
                              new DeliverFunction((_, request) -> stage(consumer, request)),
                              new AlertFunction((_, signal) -> raise(consumer, signal))),
                          artifact.callable()))
              .principal(principal, QueryRights.CHECK)
              .clock(VqlClock.of(around.clock()))
              .log(state::log);
      artifact.env().forEach(builder::env);
      try (VqlSession opened = builder.build()) {
        LaunchFeed feed = new LaunchFeed(consumer);
        opened.scope().run().shared(LaunchFeed.class, () -> feed);
        HeldRows held = HeldRows.of(opened.scope().run());
        consumer.holdWhile(() -> !held.isEmpty());
        Derivation derivation = new Derivation(consumer, held);
        if (!began(opened)) {
          return;
        }
        state.running(consumer);
        for (Statement statement : statements) {
          try (RowStream rows = opened.run(statement)) {
            derivation.all(rows);
          }
          feed.check();
        }
      } finally {
        synchronized (this) {
          session = null;
        }
      }
    }
  }

  private synchronized boolean began(VqlSession opened) {
    if (closing.getCount() == 0) {
      return false;
    }
    session = opened;
    return true;
  }

  /// Rows go to the journal under the LSN of the event that they come from, so that a replay gives
  /// the same numbers and is recognised. Where no event can be told (there is none, or the query
  /// runs out of step with what it reads), they are numbered on, and a replay may repeat some.
  private final class Derivation {
    private final EventConsumer consumer;
    private final HeldRows held;
    private final long failures = around.ingest().journalFailures();
    private long lsn = -1;
    private int ordinal;
    private long counted;

    Derivation(EventConsumer consumer, HeldRows held) {
      this.consumer = consumer;
      this.held = held;
      this.counted = around.ingest().lastDerived(stream, COUNTED);
    }

    void all(RowStream rows) throws InterruptedException {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        try {
          String event = one(Json.writeBytes(row));
          if (RowSignals.areAlerts(artifact.name()) && !raisesItself) {
            stageAlert(
                consumer, RowSignals.ofRow(artifact.name(), row, event, around.clock().instant()));
          }
          state.row(row);
        } catch (SpoorException e) {
          state.log(LogLevel.ERROR, String.valueOf(e.getMessage()));
        }
      }
    }

    /// The id of the event that the row becomes.
    private String one(byte[] json) throws InterruptedException {
      long current = held.isOutOfStep() ? 0 : consumer.currentLsn();
      if (current <= 0) {
        consumer.derived(around.ingest().derive(stream, COUNTED, ++counted, json, failures));
        return eventId(COUNTED, counted);
      }
      ordinal = current == lsn ? ordinal + 1 : 0;
      lsn = current;
      if (ordinal >= 1 << 16) {
        state.log(LogLevel.ERROR, "one event gave more than 65536 rows; the rest is dropped");
        return eventId(BY_EVENT, lsn << 16);
      }
      long seq = (lsn << 16) + ordinal;
      consumer.derived(around.ingest().derive(stream, BY_EVENT, seq, json, failures));
      return eventId(BY_EVENT, seq);
    }

    private String eventId(long boot, long seq) {
      return new EventId(ClientId.SERVER, boot, stream.number(), seq).toString();
    }
  }

  private void raise(EventConsumer consumer, AlertSignal signal) {
    raisesItself = true;
    stageAlert(consumer, signal);
  }

  /// The alert is there once the offset is, or neither is.
  private void stageAlert(EventConsumer consumer, AlertSignal signal) {
    consumer.stage(tx -> around.alerts().raise(tx, principal, signal));
  }

  /// Holds a message until the offset is committed. A target that is gone costs this message, not
  /// the query.
  private String stage(EventConsumer consumer, DeliveryRequest request) {
    consumer.stage(
        tx -> {
          try {
            around.deliveries().enqueue(tx, principal, request);
          } catch (SpoorException e) {
            state.log(LogLevel.ERROR, "deliver: " + e.getMessage());
          }
        });
    return request.eventId();
  }

  @Override
  public void close() {
    VqlSession running;
    synchronized (this) {
      closing.countDown();
      running = session;
    }
    if (running != null) {
      running.cancel();
    }
    Thread started = thread;
    if (started != null) {
      try {
        started.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
