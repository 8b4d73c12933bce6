package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.delivery.Egress;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EgressHttpTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Vertx vertx = SpoorVertx.create();
  private final Map<String, String> received = new ConcurrentHashMap<>();
  private final AtomicInteger lookUps = new AtomicInteger();
  private int port;

  @BeforeEach
  void start() {
    port = listen(new HttpServerOptions());
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private int listen(HttpServerOptions options) {
    return vertx
        .createHttpServer(options)
        .requestHandler(this::sink)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private void sink(HttpServerRequest request) {
    request.bodyHandler(
        body -> {
          received.put(request.uri(), body.toString() + "|" + request.getHeader("Host"));
          switch (String.valueOf(request.path())) {
            case "/hang" -> {}
            case "/moved" ->
                request
                    .response()
                    .setStatusCode(302)
                    .putHeader("Location", "http://127.0.0.1:" + port + "/other")
                    .end();
            case "/huge" -> request.response().end(Buffer.buffer(new byte[200_000]));
            case "/busy" ->
                request.response().setStatusCode(429).putHeader("Retry-After", "7").end("slow");
            default -> request.response().end("thanks");
          }
        });
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    lookUps.incrementAndGet();
    return switch (host) {
      case "sink.example", "other.example", "127.0.0.1" ->
          new InetAddress[] {InetAddress.getByName("127.0.0.1")};
      case "mixed.example" ->
          new InetAddress[] {
            InetAddress.getByName("93.184.216.34"), InetAddress.getByName("169.254.169.254")
          };
      case "rebinding.example" ->
          new InetAddress[] {
            InetAddress.getByName(lookUps.get() == 1 ? "93.184.216.34" : "127.0.0.1")
          };
      default -> throw new UnknownHostException(host);
    };
  }

  private EgressHttp egress(Predicate<String> allowed, Optional<TrustOptions> trust) {
    return new EgressHttp(vertx, allowed, trust, Optional.empty(), this::resolve);
  }

  private static Egress.Request post(String url, Duration timeout) {
    return new Egress.Request(
        "POST",
        URI.create(url),
        Map.of("Content-Type", "application/json"),
        "{\"text\":\"hi\"}".getBytes(StandardCharsets.UTF_8),
        timeout);
  }

  @Test
  void anAllowedPlaceGetsTheRequestAsItIs() {
    try (EgressHttp egress = egress(("sink.example:" + port)::equals, Optional.empty())) {
      Egress.Response response =
          egress.send(post("http://sink.example:" + port + "/hook?a=b%20c", LONG));
      assertThat(response)
          .isInstanceOfSatisfying(
              Egress.Response.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(200);
                assertThat(new String(answered.body(), StandardCharsets.UTF_8)).isEqualTo("thanks");
              });
      assertThat(received).containsEntry("/hook?a=b%20c", "{\"text\":\"hi\"}|sink.example:" + port);
      assertThat(egress.send(post("http://sink.example:" + port + "/busy", LONG)))
          .isInstanceOfSatisfying(
              Egress.Response.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(429);
                assertThat(answered.headers().get("retry-after")).containsExactly("7");
              });
    }
  }

  @Test
  void whatThePolicyRefusesIsNeverContacted() {
    try (EgressHttp egress = egress(place -> false, Optional.empty())) {
      for (String url :
          Set.of(
              "http://sink.example:" + port + "/",
              "https://sink.example:" + port + "/",
              "https://127.0.0.1:" + port + "/",
              "https://mixed.example/",
              "ftp://sink.example/",
              "https://user:pw@sink.example/",
              "file:///etc/passwd")) {
        assertThat(egress.send(post(url, LONG)))
            .as(url)
            .isInstanceOf(Egress.Response.Refused.class);
      }
      assertThat(received).isEmpty();
      assertThat(egress.send(post("https://nowhere.example/", LONG)))
          .isEqualTo(new Egress.Response.Unreachable("there is no address for nowhere.example"));
    }
  }

  @Test
  void aNameIsLookedUpOnceAndTheCheckedAddressIsUsed() {
    try (EgressHttp egress = egress(place -> false, Optional.empty())) {
      egress.send(post("https://rebinding.example:" + port + "/", Duration.ofMillis(300)));
      assertThat(lookUps).hasValue(1);
      assertThat(received).isEmpty();
    }
  }

  @Test
  void aRedirectIsAnAnswerAndAHugeBodyIsCut() {
    try (EgressHttp egress = egress(place -> true, Optional.empty())) {
      assertThat(egress.send(post("http://sink.example:" + port + "/moved", LONG)))
          .isInstanceOfSatisfying(
              Egress.Response.Answered.class,
              answered -> assertThat(answered.status()).isEqualTo(302));
      assertThat(received).doesNotContainKey("/other");
      assertThat(egress.send(post("http://sink.example:" + port + "/huge", LONG)))
          .isInstanceOfSatisfying(
              Egress.Response.Answered.class,
              answered -> assertThat(answered.body()).hasSize(64 << 10));
    }
  }

  @Test
  void noAnswerIsUnknownAndNoConnectionIsUnreachable() throws Exception {
    int free;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = closed.getLocalPort();
    }
    try (EgressHttp egress = egress(place -> true, Optional.empty())) {
      assertThat(egress.send(post("http://sink.example:" + port + "/hang", Duration.ofMillis(500))))
          .isEqualTo(new Egress.Response.Unknown("no answer within 500 ms"));
      assertThat(received).containsKey("/hang");
      assertThat(egress.send(post("http://sink.example:" + free + "/", LONG)))
          .isInstanceOf(Egress.Response.Unreachable.class);
    }
  }

  @Test
  void theCertificateMustBeTrustedAndOfThatName() throws Exception {
    KeyPair keys = keys();
    String certificate = pem("CERTIFICATE", certificate(keys, "sink.example").getEncoded());
    int tls =
        listen(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate))
                        .addKeyValue(
                            Buffer.buffer(pem("PRIVATE KEY", keys.getPrivate().getEncoded())))));
    TrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(certificate));
    try (EgressHttp egress = egress(place -> true, Optional.of(trust));
        EgressHttp stranger = egress(place -> true, Optional.empty())) {
      assertThat(egress.send(post("https://sink.example:" + tls + "/ok", LONG)))
          .isInstanceOf(Egress.Response.Answered.class);
      assertThat(egress.send(post("https://other.example:" + tls + "/wrong-name", LONG)))
          .isInstanceOf(Egress.Response.Unreachable.class);
      assertThat(stranger.send(post("https://sink.example:" + tls + "/untrusted", LONG)))
          .isInstanceOf(Egress.Response.Unreachable.class);
    }
    assertThat(received).containsOnlyKeys("/ok");
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(KeyPair keys, String host) throws Exception {
    X500Name name = new X500Name("CN=" + host);
    Instant from = Instant.parse("2020-01-01T00:00:00Z");
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(from),
                    Date.from(from.plus(Duration.ofDays(36_500))),
                    name,
                    keys.getPublic())
                .addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  @Test
  void publicMeansPublic() throws Exception {
    for (String address :
        Set.of("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808")) {
      assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).as(address).isTrue();
    }
    for (String address :
        Set.of(
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
            "::8.8.8.8",
            "::ffff:10.0.0.1")) {
      assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).as(address).isFalse();
    }
  }
}
