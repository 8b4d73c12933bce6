package dev.spoor.server.http.agent;

import dev.spoor.server.certificate.CertificateAuthority;
import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.client.Clients;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.http.agent.AgentConnection.AgentServices;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.wire.ProtocolVersion;
import dev.spoor.wire.WireCodec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The endpoint for agents: TLS 1.3, always. A client certificate is asked for; without one only
/// `POST /enroll` answers.
public final class AgentServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
  private static final int LISTEN_SECONDS = 10;

  private final Vertx vertx;
  private final AgentConfig config;
  private final CertificateAuthority authority;
  private final Enrolment enrolment;
  private final AgentChannel channel;
  private final EnrolmentHandler enrolments;
  private final AgentServices services;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("agent-timer").daemon().factory());
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("enrol-", 0).factory());
  private @Nullable HttpServer server;

  /// @param epoch changes when the server was restored from a backup
  /// @param duplicateAlarm hears of a client whose key is on two machines
  public AgentServer(
      Vertx vertx,
      AgentConfig config,
      CertificateAuthority authority,
      Enrolment enrolment,
      Clients clients,
      Ingest ingest,
      AgentMonitoring monitoring,
      AgentChannel channel,
      String epoch,
      Consumer<ClientId> duplicateAlarm,
      InstantSource clock) {
    this.vertx = vertx;
    this.config = config;
    this.authority = authority;
    this.enrolment = enrolment;
    this.channel = channel;
    this.enrolments = new EnrolmentHandler(enrolment, clock);
    this.services =
        new AgentServices(
            clients,
            ingest,
            monitoring,
            channel,
            new Duplicates(timer, config.challenge(), duplicateAlarm),
            epoch,
            clock);
  }

  /// Starts to listen; the answer is the port.
  public int start() {
    CertificateAuthority.Identity identity = authority.serverIdentity();
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
            .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
            .setClientAuth(ClientAuth.REQUEST)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setKeyValue(Buffer.buffer(identity.keyPem()))
                    .setCertValue(Buffer.buffer(identity.chainPem())))
            .setTrustOptions(
                new PemTrustOptions()
                    .addCertValue(Buffer.buffer(authority.serverIdentity().caPem())))
            .setWebSocketSubProtocols(List.of(ProtocolVersion.SUBPROTOCOL))
            .setMaxWebSocketFrameSize(WireCodec.MAX_MESSAGE_BYTES)
            .setMaxWebSocketMessageSize(WireCodec.MAX_MESSAGE_BYTES)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxHeaderSize(8 << 10)
            .setIdleTimeout((int) config.silence().toSeconds())
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    HttpServer listening = vertx.createHttpServer(options);
    listening.requestHandler(this::handle);
    listening.exceptionHandler(e -> LOG.debug("agent connection: {}", e.toString()));
    enrolment.onRevoked(client -> channel.disconnect(client, "revoked"));
    try {
      server = listening;
      return listening
          .listen(config.port(), config.host())
          .toCompletionStage()
          .toCompletableFuture()
          .get(LISTEN_SECONDS, TimeUnit.SECONDS)
          .actualPort();
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException
        | InterruptedException e) {
      throw new SpoorException(
          ErrorCode.INVALID_SETTING,
          "cannot listen for agents on " + config.host() + ":" + config.port() + ": " + e,
          List.of(),
          e);
    }
  }

  private void handle(HttpServerRequest request) {
    Optional<ClientId> client = identify(request.sslSession());
    String path = String.valueOf(request.path());
    if (path.equals("/enroll") && HttpMethod.POST.equals(request.method())) {
      body(request, bytes -> enrolments.enrol(address(request), bytes));
    } else if (client.isEmpty()) {
      // says nothing of what there is
      problem(request, new SpoorException(ErrorCode.NOT_FOUND, "nothing is here"));
    } else if (path.equals("/renew") && HttpMethod.POST.equals(request.method())) {
      body(request, bytes -> enrolments.renew(client.get(), bytes));
    } else if (path.equals("/agent") && request.canUpgradeToWebSocket()) {
      upgrade(request, client.get());
    } else {
      problem(request, new SpoorException(ErrorCode.NOT_FOUND, "nothing is here"));
    }
  }

  private Optional<ClientId> identify(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? enrolment.identify(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static String address(HttpServerRequest request) {
    return request.remoteAddress() == null
        ? ""
        : String.valueOf(request.remoteAddress().hostAddress());
  }

  private void upgrade(HttpServerRequest request, ClientId client) {
    if (!ProtocolVersion.SUBPROTOCOL.equals(request.getHeader("Sec-WebSocket-Protocol"))) {
      problem(
          request,
          new SpoorException(
              ErrorCode.INVALID_REQUEST, "the subprotocol is not " + ProtocolVersion.SUBPROTOCOL));
      return;
    }
    Context context = vertx.getOrCreateContext();
    String address = address(request);
    request
        .toWebSocket()
        .onSuccess(
            socket ->
                new AgentConnection(socket, context, client, address, services, config).open())
        .onFailure(e -> LOG.debug("agent {} did not become a WebSocket: {}", client, e.toString()));
  }

  private interface BodyHandler {
    ObjectNode handle(byte[] body);
  }

  private void body(HttpServerRequest request, BodyHandler handler) {
    Buffer body = Buffer.buffer();
    request.handler(
        piece -> {
          if (body.length() + piece.length() > EnrolmentHandler.MAX_BODY) {
            problem(
                request,
                new SpoorException(
                    ErrorCode.TOO_LARGE,
                    "the body has more than " + EnrolmentHandler.MAX_BODY + " bytes"));
            request.handler(_ -> {});
            request.endHandler(_ -> {});
          } else {
            body.appendBuffer(piece);
          }
        });
    request.endHandler(
        _ ->
            handlers.execute(
                () -> {
                  try {
                    answer(request, 200, handler.handle(body.getBytes()));
                  } catch (SpoorException e) {
                    problem(request, e);
                  } catch (RuntimeException e) {
                    LOG.error("enrolment failed", e);
                    problem(
                        request,
                        new SpoorException(ErrorCode.INTERNAL, "something failed on the server"));
                  }
                }));
  }

  private static void problem(HttpServerRequest request, SpoorException e) {
    answer(
        request,
        e.code().kind().httpStatus(),
        JsonNodeFactory.instance
            .objectNode()
            .put("status", e.code().kind().httpStatus())
            .put("code", e.code().name())
            .put("detail", String.valueOf(e.getMessage())));
  }

  private static void answer(HttpServerRequest request, int status, ObjectNode json) {
    if (request.response().ended()) {
      return;
    }
    var unused =
        request
            .response()
            .setStatusCode(status)
            .putHeader(
                "Content-Type", status < 400 ? "application/json" : "application/problem+json")
            .end(Buffer.buffer(json.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    HttpServer listening = server;
    if (listening != null) {
      try {
        listening
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .get(LISTEN_SECONDS, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException
          | java.util.concurrent.TimeoutException
          | InterruptedException e) {
        LOG.warn("the endpoint for agents did not close in time: {}", e.toString());
      }
    }
    timer.shutdownNow();
    handlers.shutdownNow();
  }
}
