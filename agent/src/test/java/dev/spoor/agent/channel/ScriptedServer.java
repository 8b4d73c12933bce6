package dev.spoor.agent.channel;

import dev.spoor.wire.BatchAck;
import dev.spoor.wire.BatchReject;
import dev.spoor.wire.Boot;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Hello;
import dev.spoor.wire.Message;
import dev.spoor.wire.Ping;
import dev.spoor.wire.Pong;
import dev.spoor.wire.RowPart;
import dev.spoor.wire.Welcome;
import dev.spoor.wire.WireCodec;
import dev.spoor.wire.WireRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The server's side of the wire without a network: every message goes through the codec both ways.
final class ScriptedServer implements Link.Opener {
  record Key(long boot, int stream) {}

  final Map<Key, TreeMap<Long, String>> rows = new HashMap<>();
  final List<Message> heard = new ArrayList<>();
  final List<Long> heardAt = new ArrayList<>();
  Function<Hello, Welcome> welcome = this::standardWelcome;
  boolean reachable = true;
  boolean answersBatches = true;
  boolean answersPings = true;
  int rejects = -1;
  int connections;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private Link.@Nullable Listener listener;
  private boolean open;

  @Override
  public synchronized Link open(Link.Listener newest) throws IOException {
    connections++;
    if (!reachable) {
      throw new IOException("no route");
    }
    listener = newest;
    open = true;
    parts.reset();
    return new Link() {
      @Override
      public void send(Message message) throws IOException {
        byte[] bytes = WireCodec.encode(message);
        take(newest, WireCodec.decode(bytes));
      }

      @Override
      public void close() {
        cut();
      }
    };
  }

  private synchronized void take(Link.Listener from, Message message) throws IOException {
    if (!open || !from.equals(listener)) {
      throw new IOException("broken pipe");
    }
    heard.add(message);
    heardAt.add(System.nanoTime());
    notifyAll();
    switch (message) {
      case Hello hello -> say(welcome.apply(hello));
      case Ping ping -> {
        if (answersPings) {
          say(new Pong(ping.number()));
        }
      }
      case EventBatch batch -> accept(batch);
      case RowPart part -> {
        parts.writeBytes(part.bytes());
        if (part.isLast()) {
          accept(
              new EventBatch(
                  part.boot(),
                  part.stream(),
                  part.seq(),
                  List.of(new WireRow(part.emitNanos(), parts.toByteArray()))));
          parts.reset();
        }
      }
      default -> {}
    }
  }

  private void accept(EventBatch batch) throws IOException {
    if (batch.stream() == rejects) {
      say(
          new BatchReject(
              batch.boot(), batch.stream(), batch.firstSeq(), batch.lastSeq(), "not yours"));
      return;
    }
    TreeMap<Long, String> had =
        rows.computeIfAbsent(new Key(batch.boot(), batch.stream()), any -> new TreeMap<>());
    long seq = batch.firstSeq();
    for (WireRow row : batch.rows()) {
      if (had.isEmpty() || seq > had.lastKey()) {
        had.put(seq, row.text());
      }
      seq++;
    }
    if (answersBatches) {
      ack(batch);
    }
  }

  synchronized void ack(EventBatch batch) throws IOException {
    say(new BatchAck(batch.boot(), batch.stream(), batch.lastSeq()));
  }

  synchronized void say(Message message) throws IOException {
    listener().received(WireCodec.decode(WireCodec.encode(message)));
  }

  private Link.Listener listener() {
    return Objects.requireNonNull(listener);
  }

  synchronized void cut() {
    if (open) {
      open = false;
      listener().ended("cut");
    }
  }

  synchronized void set(Runnable change) {
    change.run();
  }

  private Welcome standardWelcome(Hello hello) {
    List<Welcome.Position> positions = new ArrayList<>();
    rows.forEach(
        (key, had) -> {
          if (hello.boots().contains(Boot.text(key.boot())) && !had.isEmpty()) {
            positions.add(new Welcome.Position(Boot.text(key.boot()), key.stream(), had.lastKey()));
          }
        });
    return new Welcome(1, "C.0123456789abcdef", "e1", 0, positions, hello.tableVersion());
  }

  /// All rows of a stream, over its boots.
  synchronized List<String> rows(int stream) {
    return rows.entrySet().stream()
        .filter(e -> e.getKey().stream() == stream)
        .flatMap(e -> e.getValue().values().stream())
        .toList();
  }

  synchronized <T extends Message> List<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// Waits until it is so, at most ten seconds.
  synchronized void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 10 s; heard " + heard);
      }
      wait(10);
    }
  }
}
