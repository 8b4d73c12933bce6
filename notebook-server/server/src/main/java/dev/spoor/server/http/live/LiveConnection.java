package dev.spoor.server.http.live;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.ApiRequest;
import dev.spoor.server.http.notebook.NotebookJson;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.CellId;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.NotebookListener.SavedEdit;
import dev.spoor.server.notebook.NotebookOps;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.run.CellRuns;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One page's WebSocket. Its requests are answered one after another on a virtual thread. A page
/// that reads slowly is sent nothing more of a topic until it has caught up, and then a snapshot.
final class LiveConnection implements LiveHub.Subscriber {
  /// Bytes written and not yet taken by the network, from which on pushes are dropped.
  static final int MAX_UNSENT = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);
  private static final int MAX_WAITING = 256;
  private static final int MAX_TOPICS = 20;
  private static final short POLICY = 1008;
  private static final String NOTEBOOK = "notebook:";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ServerWebSocket socket;
  private final Principal principal;
  private final Notebooks notebooks;
  private final CellRuns runs;
  private final Map<String, LiveTopic> known;
  private final LiveHub hub;
  private final Context context;
  private final ExecutorService worker;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong unsent = new AtomicLong();
  private final Set<String> topics = ConcurrentHashMap.newKeySet();
  private final Set<String> behind = ConcurrentHashMap.newKeySet();

  LiveConnection(
      ServerWebSocket socket,
      Principal principal,
      Notebooks notebooks,
      CellRuns runs,
      Map<String, LiveTopic> known,
      LiveHub hub) {
    this.socket = socket;
    this.principal = principal;
    this.notebooks = notebooks;
    this.runs = runs;
    this.known = known;
    this.hub = hub;
    this.context = Objects.requireNonNull(Vertx.currentContext(), "on an event loop");
    this.worker = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("live-", 0).factory());
  }

  void open() {
    socket.textMessageHandler(
        text -> {
          if (waiting.incrementAndGet() > MAX_WAITING) {
            socket.close(POLICY, "more than " + MAX_WAITING + " requests wait");
            return;
          }
          later(
              () -> {
                waiting.decrementAndGet();
                answer(text);
              });
        });
    socket.binaryMessageHandler(_ -> socket.close(POLICY, "only text is spoken here"));
    socket.exceptionHandler(e -> LOG.debug("live channel: {}", e.toString()));
  }

  void closed() {
    hub.unsubscribeAll(this);
    worker.shutdownNow();
  }

  void logOut() {
    context.runOnContext(_ -> socket.close(LiveRoute.LOGGED_OUT, "logged out"));
  }

  private void later(Runnable task) {
    try {
      worker.execute(task);
    } catch (java.util.concurrent.RejectedExecutionException e) {
      LOG.trace("closed while something was to be done", e);
    }
  }

  private void answer(String text) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    try {
      JsonNode request = JSON.readTree(text);
      if (request == null || !request.isObject()) {
        throw new SpoorException(ErrorCode.INVALID_REQUEST, "a request is a JSON object");
      }
      reply.set("re", request.path("id").isMissingNode() ? null : request.get("id"));
      handle(request, reply);
    } catch (SpoorException e) {
      problem(reply, e.code().name(), String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      problem(reply, ErrorCode.INVALID_REQUEST.name(), "not JSON: " + e.getOriginalMessage());
    } catch (RuntimeException e) {
      LOG.error("live request failed", e);
      problem(reply, ErrorCode.INTERNAL.name(), "something failed on the server");
    }
    send(reply.toString());
  }

  private static void problem(ObjectNode reply, String code, String detail) {
    reply.putObject("problem").put("code", code).put("detail", detail);
  }

  private void handle(JsonNode request, ObjectNode reply) {
    String op = ApiRequest.text(request, "op");
    switch (op) {
      case "ping" -> reply.put("pong", true);
      case "subscribe" ->
          subscribe(ApiRequest.text(request, "topic"), request.path("since").asLong(0), reply);
      case "unsubscribe" -> {
        String topic = ApiRequest.text(request, "topic");
        topics.remove(topic);
        hub.unsubscribe(topic, this);
      }
      case "ops" -> {
        SavedEdit edit =
            notebooks.edit(
                principal,
                ApiRequest.text(request, "notebook"),
                ApiRequest.text(request, "editId"),
                NotebookOps.fromJson(request.path("ops")));
        reply.put("revision", edit.revision());
        reply.set("results", NotebookOps.resultsToJson(edit.results()));
      }
      case "run" -> {
        String cell = ApiRequest.text(request, "cell");
        if (!CellId.isValid(cell)) {
          throw new SpoorException(ErrorCode.NOT_FOUND, "cell " + cell + " is not there");
        }
        reply.set(
            "run",
            NotebookJson.run(
                runs.run(principal, ApiRequest.text(request, "notebook"), new CellId(cell))));
      }
      case "cancel" -> runs.cancel(principal, ApiRequest.text(request, "run"));
      default ->
          throw new SpoorException(ErrorCode.INVALID_REQUEST, "op \"" + op + "\" is unknown");
    }
  }

  private void subscribe(String topic, long since, ObjectNode reply) {
    LiveTopic other = known.get(topic);
    if (other == null && !topic.startsWith(NOTEBOOK)) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "topic \"" + topic + "\" is not notebook:N.… nor one of " + known.keySet());
    }
    if (topics.size() >= MAX_TOPICS && !topics.contains(topic)) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED, "at most " + MAX_TOPICS + " topics on one connection");
    }
    if (other == null) {
      notebooks.require(principal, topic.substring(NOTEBOOK.length()));
    }
    topics.add(topic);
    LiveHub.Start start = hub.subscribe(topic, since, this);
    reply.put("resumed", start.isResumed()).put("seq", start.seq());
    if (start.isResumed()) {
      start.missed().forEach(this::send);
    } else {
      snapshot(topic);
    }
  }

  /// The number is taken before the state: what changes in between is sent once more, never lost.
  private void snapshot(String topic) {
    long seq = hub.seq();
    LiveTopic other = known.get(topic);
    if (other != null) {
      ObjectNode state = other.snapshot(principal);
      send(state.put("sub", topic).put("seq", seq).put("type", "snapshot").toString());
      return;
    }
    Notebook notebook = notebooks.require(principal, topic.substring(NOTEBOOK.length()));
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("sub", topic).put("seq", seq).put("type", "snapshot");
    message.set(
        "notebook",
        NotebookJson.notebook(
            notebook, runs.summaries(principal, notebook), notebooks.canEdit(principal)));
    send(message.toString());
  }

  @Override
  public void deliver(String topic, String message) {
    if (behind.contains(topic)) {
      return;
    }
    if (unsent.get() + message.length() > MAX_UNSENT) {
      behind.add(topic);
      return;
    }
    send(message);
  }

  private void send(String text) {
    unsent.addAndGet(text.length());
    context.runOnContext(
        _ -> {
          if (socket.isClosed()) {
            return;
          }
          socket
              .writeTextMessage(text)
              .onComplete(
                  _ -> {
                    unsent.addAndGet(-text.length());
                    if (unsent.get() <= MAX_UNSENT / 4 && !behind.isEmpty()) {
                      later(this::catchUp);
                    }
                  });
        });
  }

  private void catchUp() {
    for (String topic : Set.copyOf(behind)) {
      if (behind.remove(topic) && topics.contains(topic)) {
        try {
          snapshot(topic);
        } catch (SpoorException e) {
          LOG.debug("no snapshot of {}: {}", topic, e.getMessage());
        }
      }
    }
  }
}
