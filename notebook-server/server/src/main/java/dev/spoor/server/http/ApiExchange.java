package dev.spoor.server.http;

import dev.spoor.server.error.SpoorException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and the one answer it gets. `run` belongs to a virtual thread, everything else to
/// the event loop.
final class ApiExchange {
  private static final Logger LOG = LoggerFactory.getLogger(ApiExchange.class);

  private final HttpServerRequest request;
  private final Context context;
  private final String traceId;
  private final boolean secure;
  private boolean answered;
  private volatile @Nullable VertxResponseStream stream;
  private volatile boolean gone;

  ApiExchange(HttpServerRequest request, Context context, String traceId, boolean secure) {
    this.request = request;
    this.context = context;
    this.traceId = traceId;
    this.secure = secure;
  }

  HttpServerRequest request() {
    return request;
  }

  String traceId() {
    return traceId;
  }

  boolean isSecure() {
    return secure;
  }

  boolean isAnswered() {
    return answered;
  }

  /// Answers before the body was read; the connection closes, so that the rest need not be.
  void refuse(SpoorException refused) {
    if (answered) {
      return;
    }
    if (!request.isEnded()) {
      request.response().putHeader("Connection", "close");
    }
    answer(Problems.of(refused, traceId));
  }

  void connectionClosed() {
    gone = true;
    VertxResponseStream open = stream;
    if (open != null) {
      open.closed();
    }
  }

  void run(RouteHandler handler, ApiRequest read) {
    ApiResponse response;
    try {
      response = handler.handle(read);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      response = Problems.of(failure, traceId);
    }
    ApiResponse made = response;
    if (made.body() instanceof ApiResponse.Body.Streamed streamed) {
      stream(made, streamed);
    } else {
      context.runOnContext(ignored -> answer(made));
    }
  }

  private void answer(ApiResponse answer) {
    if (answered || gone || request.response().closed()) {
      return;
    }
    answered = true;
    writeHead(answer);
    HttpServerResponse response = request.response();
    switch (answer.body()) {
      case ApiResponse.Body.None none -> observe(response.end());
      case ApiResponse.Body.Bytes(String contentType, byte[] content) -> {
        response.putHeader("Content-Type", contentType);
        observe(response.end(Buffer.buffer(content)));
      }
      case ApiResponse.Body.Streamed streamed ->
          throw new IllegalStateException("a streamed body is not written at once");
    }
  }

  private void stream(ApiResponse head, ApiResponse.Body.Streamed streamed) {
    HttpServerResponse response = request.response();
    VertxResponseStream open =
        new VertxResponseStream(
            context,
            response,
            () -> {
              answered = true;
              writeHead(head);
              response.putHeader("Content-Type", streamed.contentType());
              response.setChunked(true);
            });
    stream = open;
    context.runOnContext(
        ignored -> {
          if (gone || response.closed()) {
            open.closed();
          } else {
            response.closeHandler(closed -> open.closed());
          }
        });
    try {
      streamed.writer().writeTo(open);
      open.flush();
      context.runOnContext(ignored -> observe(response.end()));
    } catch (ApiResponse.StreamClosedException e) {
      LOG.debug("request {}: the reader went away", traceId);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      if (open.hasStarted()) {
        // without its end the reader sees that the answer is not whole
        LOG.error("request {} failed while streaming", traceId, failure);
        context.runOnContext(ignored -> observe(request.connection().close()));
      } else {
        ApiResponse problem = Problems.of(failure, traceId);
        context.runOnContext(ignored -> answer(problem));
      }
    }
  }

  private void writeHead(ApiResponse answer) {
    HttpServerResponse response = request.response();
    response.setStatusCode(answer.status());
    SecurityHeaders.addToApi(response.headers(), secure);
    response.putHeader("X-Trace-Id", traceId);
    answer
        .headers()
        .forEach(
            (name, values) -> {
              // two policies would both hold: a page's own stands in for the strict one
              if (name.equals("Content-Security-Policy")) {
                response.headers().remove(name);
              }
              response.headers().add(name, values);
            });
  }

  private void observe(io.vertx.core.Future<Void> written) {
    written.onFailure(failure -> LOG.debug("request {}: {}", traceId, failure.getMessage()));
  }
}
