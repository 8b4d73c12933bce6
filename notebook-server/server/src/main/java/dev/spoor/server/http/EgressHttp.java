package dev.spoor.server.http;

import dev.spoor.server.delivery.Egress;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Outbound HTTP. The name is resolved once, every address of it is checked, and the connection
/// goes to the address that was checked, under the name's own SNI and certificate check; a redirect
/// is an answer like any other. Thread-safe.
public final class EgressHttp implements Egress, AutoCloseable {
  private static final int MOST_BODY = 64 << 10;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final EgressPolicy policy;
  private final EgressMail mails;

  /// `allowedPlaces` says which `host:port` may be private, on loopback or without TLS; `trust`
  /// holds roots beyond the system's own.
  public EgressHttp(Vertx vertx, Predicate<String> allowedPlaces, Optional<TrustOptions> trust) {
    this(vertx, allowedPlaces, trust, Optional.empty(), InetAddress::getAllByName);
  }

  EgressHttp(
      Vertx vertx,
      Predicate<String> allowedPlaces,
      Optional<TrustOptions> trust,
      Optional<SSLContext> mailTrust,
      EgressPolicy.Resolver resolver) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setVerifyHost(true)
            .setKeepAlive(false)
            .setConnectTimeout((int) CONNECT.toMillis());
    trust.ifPresent(options::setTrustOptions);
    this.client = vertx.createHttpClient(options);
    this.policy = new EgressPolicy(allowedPlaces, resolver);
    this.mails = new EgressMail(policy, mailTrust);
  }

  @Override
  public Response send(Request request) {
    URI uri = request.uri();
    String host = uri.getHost();
    if (host == null || uri.getUserInfo() != null) {
      return new Response.Refused("the address has no host or names a user");
    }
    boolean tls = "https".equals(uri.getScheme());
    if (!tls && !"http".equals(uri.getScheme())) {
      return new Response.Refused("scheme " + uri.getScheme() + " is not https");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    if (!tls && !policy.allows(host, port)) {
      return new Response.Refused("http to " + host + ":" + port + " is not allowed: use https");
    }
    return switch (policy.check(host, port)) {
      case EgressPolicy.Verdict.Closed(Response response) -> response;
      case EgressPolicy.Verdict.Open open ->
          send(request, tls, EgressPolicy.unbracketed(host), port, open.address());
    };
  }

  @Override
  public Response mail(Mail mail) {
    return mails.send(mail);
  }

  private Response send(Request request, boolean tls, String host, int port, InetAddress address) {
    URI uri = request.uri();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(host)
            .setPort(port)
            .setSsl(tls)
            .setFollowRedirects(false)
            .setConnectTimeout(CONNECT.toMillis())
            .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    request.headers().forEach(options::putHeader);
    AtomicBoolean sent = new AtomicBoolean();
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    CompletableFuture<HttpClientRequest> open = new CompletableFuture<>();
    client
        .request(options)
        .onFailure(failure -> outcome.complete(new Response.Unreachable(reason(failure))))
        .onSuccess(
            connected -> {
              if (!open.complete(connected)) {
                connected.reset();
                return;
              }
              sent.set(true);
              connected
                  .send(Buffer.buffer(request.body()))
                  .onFailure(failure -> outcome.complete(new Response.Unknown(reason(failure))))
                  .onSuccess(response -> collect(response, outcome));
            });
    return await(request.timeout(), sent, open, outcome);
  }

  private static Response await(
      Duration timeout,
      AtomicBoolean sent,
      CompletableFuture<HttpClientRequest> open,
      CompletableFuture<Response> outcome) {
    try {
      return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // from here on a connection that opens late is closed unused
      open.cancel(false);
      if (open.isDone() && !open.isCancelled()) {
        open.join().reset();
      }
      String reason = "no answer within " + timeout.toMillis() + " ms";
      return sent.get() ? new Response.Unknown(reason) : new Response.Unreachable(reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return sent.get()
          ? new Response.Unknown("interrupted")
          : new Response.Unreachable("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collect(HttpClientResponse response, CompletableFuture<Response> outcome) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : response.headers().names()) {
      headers.put(name.toLowerCase(Locale.ROOT), response.headers().getAll(name));
    }
    Buffer body = Buffer.buffer();
    Runnable done =
        () ->
            outcome.complete(
                new Response.Answered(
                    response.statusCode(),
                    headers,
                    body.getBytes(0, Math.min(body.length(), MOST_BODY))));
    response.handler(
        piece -> {
          body.appendBuffer(piece);
          if (body.length() >= MOST_BODY && !outcome.isDone()) {
            done.run();
            response.request().reset();
          }
        });
    // the status line is the answer, whatever becomes of the body
    response.exceptionHandler(failure -> done.run());
    response.endHandler(end -> done.run());
  }

  private static String reason(@Nullable Throwable failure) {
    return failure == null || failure.getMessage() == null
        ? "the connection failed"
        : failure.getMessage();
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
  }
}
