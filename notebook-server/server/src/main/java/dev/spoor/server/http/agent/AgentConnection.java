package dev.spoor.server.http.agent;

import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.IngestResult;
import dev.spoor.wire.BatchAck;
import dev.spoor.wire.BatchReject;
import dev.spoor.wire.Boot;
import dev.spoor.wire.Challenge;
import dev.spoor.wire.ChallengeAnswer;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Hello;
import dev.spoor.wire.Message;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Ping;
import dev.spoor.wire.Pong;
import dev.spoor.wire.ProtocolVersion;
import dev.spoor.wire.QueryLog;
import dev.spoor.wire.RowPart;
import dev.spoor.wire.StreamStatus;
import dev.spoor.wire.Welcome;
import dev.spoor.wire.WireCodec;
import dev.spoor.wire.WireException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent's WebSocket. Its messages are handled one after another on a virtual thread; answers
/// to batches leave in the order of the batches. Who the client is was proved by TLS before.
final class AgentConnection {
  private static final Logger LOG = LoggerFactory.getLogger(AgentConnection.class);
  private static final short PROTOCOL_ERROR = 1002;
  private static final short TOO_SLOW = 1008;
  private static final short GOING = 1001;

  private final ServerWebSocket socket;
  private final Context context;
  private final ClientId client;
  private final String address;
  private final AgentServices services;
  private final AgentConfig config;
  private final ExecutorService worker;
  private final RowParts parts = new RowParts();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong unsent = new AtomicLong();
  private final AtomicLong connectionNumber = new AtomicLong(-1);
  private volatile @Nullable String challengeNonce;
  private volatile Runnable challengeAnswered = () -> {};
  private boolean isGreeted;
  private CompletableFuture<?> answered = CompletableFuture.completedFuture(null);

  /// The last batch of each stream: the next one of that stream waits for it. If one failed and a
  /// later one of its stream did not, the first would be taken for a resend when it comes again.
  private final Map<StreamOfBoot, CompletableFuture<?>> stored = new HashMap<>();

  /// A batch could not be stored: nothing more is taken on this connection.
  private volatile boolean hasFailed;

  private record StreamOfBoot(long boot, int stream) {}

  /// What a connection speaks to.
  record AgentServices(
      Clients clients,
      Ingest ingest,
      AgentMonitoring monitoring,
      AgentChannel channel,
      Duplicates duplicates,
      String epoch,
      InstantSource clock) {}

  AgentConnection(
      ServerWebSocket socket,
      Context context,
      ClientId client,
      String address,
      AgentServices services,
      AgentConfig config) {
    this.socket = socket;
    this.context = context;
    this.client = client;
    this.address = address;
    this.services = services;
    this.config = config;
    this.worker =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("agent-" + client).factory());
  }

  ClientId client() {
    return client;
  }

  void open() {
    socket.binaryMessageHandler(
        buffer -> {
          int length = buffer.length();
          if (waiting.addAndGet(length) > config.maxWaiting()) {
            close(TOO_SLOW, "more than " + config.maxWaiting() + " bytes wait");
            return;
          }
          byte[] bytes = buffer.getBytes();
          later(
              () -> {
                waiting.addAndGet(-length);
                receive(bytes);
              });
        });
    socket.textMessageHandler(_ -> close(PROTOCOL_ERROR, "messages are binary"));
    socket.exceptionHandler(e -> LOG.debug("agent {}: {}", client, e.toString()));
    socket.closeHandler(_ -> later(this::closed));
  }

  private void later(Runnable task) {
    try {
      worker.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.trace("agent {} is gone", client, e);
    }
  }

  private void closed() {
    services.channel().leave(client, this);
    long number = connectionNumber.get();
    if (number >= 0) {
      services.clients().disconnected(client, number);
    }
    worker.shutdown();
  }

  private void receive(byte[] bytes) {
    if (hasFailed) {
      return;
    }
    try {
      Message message = WireCodec.decode(bytes);
      if (!isGreeted) {
        if (message instanceof Hello hello) {
          greet(hello);
        } else {
          throw new WireException("the first message is not Hello");
        }
        return;
      }
      if (parts.isOpen() && !(message instanceof RowPart) && !(message instanceof Ping)) {
        throw new WireException("a row is not whole and something else comes");
      }
      handle(message);
    } catch (WireException e) {
      LOG.warn("agent {} sent what is no message: {}", client, e.getMessage());
      hasFailed = true;
      close(PROTOCOL_ERROR, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // whatever it was: a later batch must not be taken after one that failed
      LOG.error("agent {}: a message failed", client, e);
      hasFailed = true;
      close(GOING, "something failed on the server");
    }
  }

  private void handle(Message message) throws WireException, InterruptedException {
    switch (message) {
      case EventBatch batch -> accept(batch);
      case RowPart part -> {
        EventBatch whole = parts.add(part).orElse(null);
        if (whole != null) {
          accept(whole);
        }
      }
      case Ping ping -> {
        services.clients().seen(client);
        send(new Pong(ping.number()));
      }
      case StreamStatus status -> services.monitoring().status(client, status);
      case QueryLog line -> services.monitoring().log(client, line);
      case ChallengeAnswer answer -> {
        if (answer.nonce().equals(challengeNonce)) {
          challengeAnswered.run();
        }
      }
      default ->
          throw new WireException(message.getClass().getSimpleName() + " comes from servers only");
    }
  }

  private void greet(Hello hello) throws WireException {
    int protocol =
        ProtocolVersion.choose(hello.protocols())
            .orElseThrow(
                () ->
                    new WireException(
                        "the agent speaks "
                            + hello.protocols()
                            + ", the server "
                            + ProtocolVersion.SPOKEN));
    Duration skew = Duration.between(services.clock().instant(), hello.clock());
    Map<String, String> facts = new HashMap<>(hello.facts());
    ClientFacts clientFacts =
        new ClientFacts(
            facts.getOrDefault("hostname", ""),
            facts.getOrDefault("os", ""),
            hello.agentVersion(),
            facts);
    connectionNumber.set(services.clients().connected(client, address, skew, clientFacts));
    AgentConnection older = services.channel().enter(client, this);
    if (older != null) {
      services.duplicates().challenge(older, this);
    }
    List<Welcome.Position> positions = new ArrayList<>();
    for (String boot : hello.boots()) {
      services
          .ingest()
          .positions(client, Boot.parse(boot))
          .forEach((stream, last) -> positions.add(new Welcome.Position(boot, stream, last)));
    }
    MonitoringUpdate table = services.monitoring().table(client);
    isGreeted = true;
    send(
        new Welcome(
            protocol,
            client.value(),
            services.epoch(),
            skew.toMillis(),
            positions,
            table.tableVersion()));
    if (table.tableVersion() != hello.tableVersion()) {
      send(table);
    }
  }

  private void accept(EventBatch batch) throws InterruptedException {
    StreamOfBoot key = new StreamOfBoot(batch.boot(), batch.stream());
    CompletableFuture<?> before = stored.remove(key);
    if (before != null) {
      before.join();
    }
    if (hasFailed) {
      return;
    }
    CompletableFuture<@Nullable Message> result =
        services
            .ingest()
            .accept(client, batch)
            .toCompletableFuture()
            .handle((r, failure) -> answer(batch, r, failure));
    stored.put(key, result);
    answered =
        answered.thenCombine(
            result,
            (_, message) -> {
              if (message != null) {
                send(message);
              }
              return null;
            });
  }

  private @Nullable Message answer(
      EventBatch batch, @Nullable IngestResult result, @Nullable Throwable failure) {
    return switch (result) {
      case IngestResult.Accepted accepted ->
          new BatchAck(batch.boot(), batch.stream(), accepted.lastSeq());
      case IngestResult.Rejected rejected ->
          new BatchReject(
              batch.boot(), batch.stream(), batch.firstSeq(), batch.lastSeq(), rejected.reason());
      case null -> {
        // without an answer the agent sends again, on a new connection
        hasFailed = true;
        LOG.warn("agent {}: a batch could not be stored", client, failure);
        close(GOING, "rows cannot be stored now");
        yield null;
      }
    };
  }

  void challenge(String nonce, Runnable whenAnswered) {
    challengeAnswered = whenAnswered;
    challengeNonce = nonce;
    send(new Challenge(nonce));
  }

  /// Queues a message; false when the connection is closed or too much waits already.
  boolean send(Message message) {
    byte[] bytes;
    try {
      bytes = WireCodec.encode(message);
    } catch (WireException e) {
      LOG.error("agent {}: a message cannot be sent: {}", client, e.getMessage());
      return false;
    }
    if (socket.isClosed() || unsent.addAndGet(bytes.length) > config.maxUnsent()) {
      close(TOO_SLOW, "more than " + config.maxUnsent() + " bytes wait to be sent");
      return false;
    }
    context.runOnContext(
        _ -> {
          if (!socket.isClosed()) {
            socket
                .writeBinaryMessage(Buffer.buffer(bytes))
                .onComplete(_ -> unsent.addAndGet(-bytes.length));
          }
        });
    return true;
  }

  void close(String reason) {
    close(GOING, reason);
  }

  private void close(short code, String reason) {
    String shown = reason.length() > 100 ? reason.substring(0, 100) : reason;
    context.runOnContext(
        _ -> {
          if (!socket.isClosed()) {
            socket.close(code, shown);
          }
        });
  }
}
