package dev.spoor.agent.channel;

import dev.spoor.wire.Message;
import dev.spoor.wire.ProtocolVersion;
import dev.spoor.wire.WireCodec;
import dev.spoor.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The connection as a WebSocket over mutual TLS.
final class WebSocketLink implements Link {
  private static final String PATH = "/agent";

  private final HttpClient client;
  private final Duration sendTimeout;
  private @Nullable WebSocket socket;

  private WebSocketLink(HttpClient client, Duration sendTimeout) {
    this.client = client;
    this.sendTimeout = sendTimeout;
  }

  static WebSocketLink open(AgentIdentity identity, Duration timeout, Listener listener)
      throws IOException, InterruptedException {
    HttpClient client;
    try {
      client = Enrolment.client(identity.tls());
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
    WebSocketLink link = new WebSocketLink(client, timeout);
    try {
      URI server = identity.server();
      URI uri = URI.create("wss://" + server.getRawAuthority() + PATH);
      link.socket =
          link.await(
              client
                  .newWebSocketBuilder()
                  .subprotocols(ProtocolVersion.SUBPROTOCOL)
                  .connectTimeout(timeout)
                  .buildAsync(uri, new Receiver(listener)));
      if (!link.open().getSubprotocol().equals(ProtocolVersion.SUBPROTOCOL)) {
        throw new IOException("the server does not speak " + ProtocolVersion.SUBPROTOCOL);
      }
      return link;
    } catch (IOException | InterruptedException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private WebSocket open() throws IOException {
    WebSocket open = socket;
    if (open == null) {
      throw new IOException("not connected");
    }
    return open;
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    await(open().sendBinary(ByteBuffer.wrap(WireCodec.encode(message)), true));
  }

  private <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(sendTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(reason(cause), cause);
    } catch (TimeoutException e) {
      throw new IOException("no progress within " + sendTimeout.toSeconds() + " s", e);
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof java.net.http.WebSocketHandshakeException refused) {
      return "the server refused the connection: " + refused.getResponse().statusCode();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    client.shutdownNow();
  }

  /// Puts frames together, up to the limit of one message.
  private static final class Receiver implements WebSocket.Listener {
    private final Listener listener;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    Receiver(Listener listener) {
      this.listener = listener;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      if (parts.size() + data.remaining() > WireCodec.MAX_MESSAGE_BYTES) {
        fail(socket, "a message over 1 MiB");
        return null;
      }
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      parts.writeBytes(bytes);
      if (last) {
        try {
          Message message = WireCodec.decode(parts.toByteArray());
          parts.reset();
          listener.received(message);
        } catch (WireException e) {
          fail(socket, String.valueOf(e.getMessage()));
          return null;
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      fail(socket, "a text message");
      return null;
    }

    private void fail(WebSocket socket, String why) {
      socket.abort();
      listener.ended("the server sent " + why);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      listener.ended("closed by the server: " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      listener.ended("broken: " + reason(error));
    }
  }
}
