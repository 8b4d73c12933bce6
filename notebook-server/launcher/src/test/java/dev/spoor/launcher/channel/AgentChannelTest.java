package dev.spoor.launcher.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.agent.channel.AgentIdentity;
import dev.spoor.agent.channel.AgentSide;
import dev.spoor.agent.channel.ChannelConfig;
import dev.spoor.agent.channel.Enrolment;
import dev.spoor.agent.channel.EnrolmentToken;
import dev.spoor.agent.channel.ServerChannel;
import dev.spoor.agent.spool.Spool;
import dev.spoor.agent.spool.SpoolConfig;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.identity.ClientId;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Hello;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Pong;
import dev.spoor.wire.Priority;
import dev.spoor.wire.StreamStatus;
import dev.spoor.wire.WireCodec;
import dev.spoor.wire.WireRow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentChannelTest {
  private static final String ARTIFACT = "Linux.Detection.ProcessCreation";
  private static final InstantSource CLOCK = InstantSource.system();
  private static final ChannelConfig QUICK =
      new ChannelConfig(
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofSeconds(10));

  @TempDir private Path folder;
  private TestServer server;
  private CutLink cable;
  private ClientId client;
  private int stream;
  private Spool spool;
  private ServerChannel channel;
  private final AtomicReference<MonitoringUpdate> table =
      new AtomicReference<>(new MonitoringUpdate(0, List.of()));

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    cable = new CutLink(server.port);
    client =
        new ClientId(
            Enrolment.enrol(
                URI.create("https://localhost:" + cable.port()),
                new EnrolmentToken(server.token()),
                Map.of("hostname", "web01", "os", "linux"),
                folder.resolve("identity")));
    stream = server.stream(client, ARTIFACT);
    spool =
        new Spool(
            StorageFiles.ofDisk(),
            SpoolConfig.in(folder.resolve("spool")),
            CLOCK,
            new SecureRandom()::nextLong);
    spool.start();
    channel = newChannel();
  }

  private ServerChannel newChannel() throws IOException {
    return ServerChannel.forIdentity(folder.resolve("identity"), QUICK, spool, new Side(), CLOCK);
  }

  @AfterEach
  void stop() throws Exception {
    channel.close();
    spool.close();
    cable.close();
    server.close();
  }

  private void append(int count, int from) throws Exception {
    for (int i = from; i < from + count; i++) {
      spool.append(stream, Priority.HIGH, WireRow.of(1_795_513_267_218_000_000L + i, row(i)));
    }
  }

  private static String row(int i) {
    return "{\"n\":" + i + "}";
  }

  private void awaitSent(long rows) throws Exception {
    TestServer.await(() -> spool.counts(stream).sent() >= rows);
  }

  private static List<String> rows(int count) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(i));
    }
    return rows;
  }

  @Test
  void rowsReachTheJournalOverMutualTls() throws Exception {
    channel.start();
    append(3_000, 0);
    awaitSent(3_000);
    assertThat(server.rows(ARTIFACT)).isEqualTo(rows(3_000));
    assertThat(server.clients.hostname(client)).contains("web01");
    TestServer.await(() -> !server.statuses.isEmpty());
  }

  @Test
  void linkThatBreaksInTheMiddleOfMessagesCostsNoRowAndRepeatsNone() throws Exception {
    channel.start();
    for (int round = 0; round < 8; round++) {
      cable.cutAfter(300 + 500L * round);
      append(500, round * 500);
      TestServer.await(() -> cable.isCut());
      cable.heal();
    }
    awaitSent(4_000);
    assertThat(server.rows(ARTIFACT)).isEqualTo(rows(4_000));
  }

  @Test
  void serverStartedAgainGoesOnWhereItWas() throws Exception {
    channel.start();
    for (int round = 0; round < 3; round++) {
      append(1_000, round * 1_000);
      server.close();
      server = new TestServer(folder);
      cable.target(server.port);
    }
    awaitSent(3_000);
    assertThat(server.rows(ARTIFACT)).isEqualTo(rows(3_000));
  }

  @Test
  void largeRowArrivesWhole() throws Exception {
    String large = "{\"x\":\"" + "y".repeat(900_000) + "\"}";
    spool.append(stream, Priority.HIGH, WireRow.of(1, large));
    channel.start();
    awaitSent(1);
    assertThat(server.rows(ARTIFACT)).containsExactly(large);
  }

  @Test
  void tableIsPushedAndKept() throws Exception {
    MonitoringUpdate update =
        new MonitoringUpdate(
            5,
            List.of(
                new MonitoringEntry(
                    stream,
                    ARTIFACT,
                    1,
                    "",
                    "SELECT * FROM watch_processes()",
                    Map.of(),
                    null,
                    Priority.HIGH,
                    "h",
                    List.of())));
    channel.start();
    TestServer.await(() -> server.channel.isConnected(client));
    TestServer.await(() -> server.channel.send(client, update));
    TestServer.await(() -> table.get().equals(update));
  }

  @Test
  void rowsOfAStreamNeverAssignedBecomeALossAndTheOthersGoOn() throws Exception {
    spool.append(stream + 1000, Priority.HIGH, WireRow.of(1, "{}"));
    append(10, 0);
    channel.start();
    awaitSent(10);
    TestServer.await(() -> spool.counts(EventBatch.LOSS_STREAM).sent() == 1);
    assertThat(server.rows("System.Events.Lost"))
        .singleElement()
        .asString()
        .contains("\"Count\":1", "rejected by the server");
  }

  @Test
  void revokedClientIsCutOffAndKeptOut() throws Exception {
    channel.start();
    append(1, 0);
    awaitSent(1);
    server.revoke(client);
    TestServer.await(() -> !channel.isConnected());
    append(1, 1);
    spool.flush();
    channel.close();
    channel = newChannel();
    channel.start();
    // time for several attempts
    for (int i = 0; i < 20; i++) {
      TimeUnit.MILLISECONDS.sleep(25);
      assertThat(channel.isConnected()).isFalse();
    }
    assertThat(server.rows(ARTIFACT)).hasSize(1);
  }

  @Test
  void twoMachinesWithOneKeyRaiseAnAlarm() throws Exception {
    channel.start();
    TestServer.await(() -> channel.isConnected());
    Spool other =
        new Spool(
            StorageFiles.ofDisk(),
            SpoolConfig.in(folder.resolve("spool2")),
            CLOCK,
            new SecureRandom()::nextLong);
    other.start();
    try (ServerChannel copy =
        ServerChannel.forIdentity(folder.resolve("identity"), QUICK, other, new Side(), CLOCK)) {
      copy.start();
      TestServer.await(() -> server.duplicates.contains(client));
    }
    other.close();
  }

  @Test
  void reconnectingAgentRaisesNoAlarm() throws Exception {
    channel.start();
    for (int i = 0; i < 5; i++) {
      TestServer.await(() -> channel.isConnected());
      cable.cut();
      TestServer.await(() -> !channel.isConnected());
      cable.heal();
    }
    append(1, 0);
    awaitSent(1);
    assertThat(server.duplicates).isEmpty();
  }

  @Test
  void withoutACertificateOnlyEnrolmentAnswers() throws Exception {
    HttpClient anonymous = client(null);
    String base = "https://localhost:" + cable.port();
    for (String path : List.of("/", "/renew", "/agent", "/api/v1/session", "/healthz")) {
      HttpResponse<String> answer =
          anonymous.send(
              HttpRequest.newBuilder(URI.create(base + path))
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
    }
    HttpResponse<String> tooLarge =
        anonymous.send(
            HttpRequest.newBuilder(URI.create(base + "/enroll"))
                .POST(HttpRequest.BodyPublishers.ofString(" ".repeat(20_000)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(
            anonymous
                .newWebSocketBuilder()
                .subprotocols("spoor.1")
                .buildAsync(
                    URI.create("wss://localhost:" + cable.port() + "/agent"),
                    new WebSocket.Listener() {})
                .handle((socket, failure) -> failure != null)
                .get(10, TimeUnit.SECONDS))
        .isTrue();
    anonymous.shutdownNow();
  }

  @Test
  void hostileMessagesEndTheConnectionAndTheServerLives() throws Exception {
    byte[] hello =
        WireCodec.encode(
            new Hello(
                List.of(1), "x", Instant.EPOCH, List.of(), Map.of(), List.of(), List.of(), 0));
    for (byte[] message :
        List.of(
            new byte[0],
            new byte[] {99, 0, 0, 0, 2, '{', '}'},
            new byte[2 << 20],
            WireCodec.encode(new Pong(1)))) {
      HttpClient http = client(AgentIdentity.load(folder.resolve("identity")));
      CompletableFuture<String> ended = new CompletableFuture<>();
      WebSocket socket =
          http.newWebSocketBuilder()
              .subprotocols("spoor.1")
              .buildAsync(
                  URI.create("wss://localhost:" + cable.port() + "/agent"), new Ending(ended))
              .get(10, TimeUnit.SECONDS);
      socket.sendBinary(ByteBuffer.wrap(hello), true).get(10, TimeUnit.SECONDS);
      socket
          .sendBinary(ByteBuffer.wrap(message), true)
          .handle((sent, failure) -> "sent or not")
          .get(10, TimeUnit.SECONDS);
      assertThat(ended.get(20, TimeUnit.SECONDS)).isNotBlank();
      http.shutdownNow();
    }
    channel.start();
    append(10, 0);
    awaitSent(10);
  }

  private static final class Ending implements WebSocket.Listener {
    private final CompletableFuture<String> ended;

    Ending(CompletableFuture<String> ended) {
      this.ended = ended;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      ended.complete("closed " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      ended.complete("error " + error);
    }
  }

  private HttpClient client(@Nullable AgentIdentity identity) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(Files.newInputStream(folder.resolve("identity/ca.crt"))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManager @Nullable [] keys = null;
    if (identity != null) {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          "k",
          identity.keys().getPrivate(),
          new char[0],
          identity.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(own, new char[0]);
      keys = factory.getKeyManagers();
    }
    SSLContext tls = SSLContext.getInstance("TLSv1.3");
    tls.init(keys, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  private final class Side implements AgentSide {
    @Override
    public String agentVersion() {
      return "0.1.0";
    }

    @Override
    public Map<String, String> facts() {
      return Map.of("hostname", "web01", "os", "linux");
    }

    @Override
    public List<String> capabilities() {
      return List.of("watch_processes");
    }

    @Override
    public List<String> allowed() {
      return List.of();
    }

    @Override
    public long tableVersion() {
      return table.get().tableVersion();
    }

    @Override
    public void apply(MonitoringUpdate update) {
      table.set(update);
    }

    @Override
    public List<StreamStatus> statuses() {
      return List.of(
          new StreamStatus(
              spool.boot(),
              stream,
              StreamStatus.State.RUNNING,
              Instant.EPOCH,
              null,
              spool.counts(stream).lastSeq(),
              null,
              0,
              spool.counts(stream).spooled(),
              spool.counts(stream).sent(),
              0));
    }
  }
}
