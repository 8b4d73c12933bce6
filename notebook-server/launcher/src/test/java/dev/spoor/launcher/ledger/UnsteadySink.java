package dev.spoor.launcher.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A webhook's receiver that can be well, answer 500, or not answer at all. It keeps every message
/// that reached it, whatever it answered. Thread-safe.
public final class UnsteadySink implements AutoCloseable {
  /// How it is doing.
  public enum Mood {
    WELL,
    FAILING,
    HANGING
  }

  /// A message and when it came (by `System.nanoTime`).
  public record Message(JsonNode json, long nanos) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Message> messages = new ArrayList<>();
  private volatile Mood mood = Mood.WELL;
  private CountDownLatch recovered = new CountDownLatch(0);

  public UnsteadySink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    server.setExecutor(threads);
    server.createContext("/hook", this::receive);
    server.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    CountDownLatch until;
    Mood now;
    synchronized (this) {
      messages.add(new Message(JsonMapper.shared().readTree(body), System.nanoTime()));
      now = mood;
      until = recovered;
    }
    try {
      if (now == Mood.HANGING) {
        until.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (exchange) {
      exchange.sendResponseHeaders(now == Mood.FAILING ? 500 : 200, -1);
    }
  }

  public synchronized void become(Mood next) {
    mood = next;
    recovered.countDown();
    recovered = new CountDownLatch(next == Mood.HANGING ? 1 : 0);
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Everything that arrived, in order.
  public synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    become(Mood.WELL);
    server.stop(0);
    threads.shutdownNow();
  }
}
