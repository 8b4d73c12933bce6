package dev.spoor.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.access.Secrets;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.Egress.Response;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Principal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeliveryWorkerTest {
  private static final Principal ROOT = new Principal.System();
  private static final DeliveryConfig QUICK =
      new DeliveryConfig(Duration.ofMillis(5), Duration.ofMillis(40), 5, Duration.ofSeconds(5), 4);
  private static final String EVENT =
      """
      {"ClientId":"C.0123456789abcdef","Hostname":"WS-0142","EventData":{
       "UtcTime":"2026-11-24 09:41:07.218",
       "CommandLine":"schtasks /Create /ru system /u adm_peter /p adminpw <b>`x`</b>\\u202e"}}
      """;

  @TempDir Path folder;
  private Database database;
  private Secrets secrets;
  private Deliveries deliveries;
  private DeliveryWorker worker;
  private final Deque<Function<Egress.Request, Response>> script = new ArrayDeque<>();
  private final List<Egress.Request> sent = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() {
    start(QUICK);
    secrets.put(ROOT, "hook", "https://hooks.example.test/T/very-secret", List.of());
    deliveries.putTarget(ROOT, new DeliveryTarget("soc", DeliveryKind.JSON, "hook", null));
    deliveries.putTarget(ROOT, new DeliveryTarget("chat", DeliveryKind.SLACK, "hook", null));
  }

  private void start(DeliveryConfig config) {
    InstantSource clock = InstantSource.system();
    database = Database.open(folder.resolve("spoor.db"));
    Audit audit = new Audit(clock);
    secrets = new Secrets(database, audit, clock, folder.resolve("secret.key"));
    deliveries =
        new Deliveries(
            database,
            secrets,
            audit,
            new Redactor(),
            () -> Optional.of(URI.create("https://spoor.example.test")),
            clock);
    worker = new DeliveryWorker(database, deliveries, secrets, this::answer, config, clock);
    worker.start();
  }

  private Response answer(Egress.Request request) {
    sent.add(request);
    Function<Egress.Request, Response> next;
    synchronized (script) {
      next = script.poll();
    }
    return next == null ? status(200) : next.apply(request);
  }

  private static Response status(int status) {
    return new Response.Answered(status, Map.of(), new byte[0]);
  }

  @AfterEach
  void close() {
    worker.close();
    database.close();
  }

  private String queue(String target, String event) {
    return deliveries
        .queueFor(ROOT)
        .enqueue(new DeliveryRequest(target, "schtasks was seen", event, EVENT));
  }

  private Delivery delivery(String id) {
    return deliveries.page(ROOT, null, Instant.parse("2200-01-01T00:00:00Z"), 100).stream()
        .filter(d -> d.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void await(String id, DeliveryState state) throws InterruptedException {
    until(() -> delivery(id).state() == state);
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 10 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private JsonNode body(int request) {
    return JsonMapper.shared()
        .readTree(new String(sent.get(request).body(), StandardCharsets.UTF_8));
  }

  @Test
  void arrivesOnceWithHostClientTimeAndLinkAndWithoutThePassword() throws InterruptedException {
    await(queue("soc", "e1"), DeliveryState.DELIVERED);
    assertThat(sent).hasSize(1);
    JsonNode body = body(0);
    assertThat(body.path("hostname").asString()).isEqualTo("WS-0142");
    assertThat(body.path("clientId").asString()).isEqualTo("C.0123456789abcdef");
    assertThat(body.path("time").asString()).isEqualTo("2026-11-24 09:41:07.218");
    assertThat(body.path("link").asString())
        .isEqualTo("https://spoor.example.test/clients/C.0123456789abcdef");
    assertThat(body.path("commandLine").asString()).contains("/ru system").contains("/p [hidden]");
    assertThat(body.toString()).doesNotContain("adminpw");
    assertThat(body.path("mayHaveArrivedTwice").asBoolean()).isFalse();
  }

  @Test
  void slackGetsTextAndBlocksThatDoNothing() throws InterruptedException {
    await(queue("chat", "e1"), DeliveryState.DELIVERED);
    String body = body(0).toString();
    assertThat(body(0).path("text").asString()).isEqualTo("schtasks was seen on WS-0142");
    assertThat(body).contains("&lt;b&gt;").contains("[U+202E]").doesNotContain("\u202e");
    assertThat(body).doesNotContain("adminpw").contains("/ru system");
    assertThat(body(0).path("blocks").size()).isBetween(3, 50);
  }

  @Test
  void theSameEventForTheSameTargetIsSentOnce() throws InterruptedException {
    String first = queue("soc", "e1");
    assertThat(queue("soc", "e1")).isEqualTo(first);
    await(first, DeliveryState.DELIVERED);
    queue("chat", "e1");
    until(() -> sent.size() == 2);
  }

  @Test
  void anErrorIsTriedAgainAndTheRepeatSaysSo() throws InterruptedException {
    script.add(_ -> status(500));
    String id = queue("soc", "e1");
    await(id, DeliveryState.DELIVERED);
    assertThat(sent).hasSize(2);
    assertThat(body(0).path("mayHaveArrivedTwice").asBoolean()).isFalse();
    assertThat(body(1).path("mayHaveArrivedTwice").asBoolean()).isTrue();
    assertThat(sent.get(1).headers().get("Idempotency-Key")).isEqualTo(id);
    assertThat(deliveries.attempts(ROOT, id))
        .extracting(DeliveryAttempt::outcome)
        .containsExactly("failed", "delivered");
  }

  @Test
  void aHostThatWasNeverReachedIsNoRepeat() throws InterruptedException {
    script.add(_ -> new Response.Unreachable("connection refused"));
    await(queue("soc", "e1"), DeliveryState.DELIVERED);
    assertThat(body(1).path("mayHaveArrivedTwice").asBoolean()).isFalse();
  }

  @Test
  void noAnswerIsUnknownAndMarked() throws InterruptedException {
    script.add(_ -> new Response.Unknown("no answer in 10 s"));
    await(queue("soc", "e1"), DeliveryState.DELIVERED);
    assertThat(body(1).path("mayHaveArrivedTwice").asBoolean()).isTrue();
  }

  @Test
  void aRefusedAddressIsDeadAtOnceAndCanBeReplayed() throws InterruptedException {
    script.add(_ -> new Response.Refused("127.0.0.1 is loopback"));
    String id = queue("soc", "e1");
    await(id, DeliveryState.DEAD);
    assertThat(delivery(id).error()).isEqualTo("127.0.0.1 is loopback");
    deliveries.replay(ROOT, id);
    await(id, DeliveryState.DELIVERED);
    assertThatThrownBy(() -> deliveries.replay(ROOT, id))
        .isInstanceOf(SpoorException.class)
        .hasMessage("delivery " + id + " is delivered, not dead");
  }

  @Test
  void afterItsLastAttemptItIsDead() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      script.add(_ -> status(500));
    }
    await(queue("soc", "e1"), DeliveryState.DEAD);
    assertThat(sent).hasSize(5);
  }

  @Test
  void aHangingTargetDoesNotStopTheOthers() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    script.add(
        _ -> {
          try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return status(200);
        });
    String slow = queue("soc", "e1");
    until(() -> sent.size() == 1);
    await(queue("soc", "e2"), DeliveryState.DELIVERED);
    assertThat(delivery(slow).state()).isEqualTo(DeliveryState.SENDING);
    release.countDown();
    await(slow, DeliveryState.DELIVERED);
  }

  @Test
  void whatTheServerWasSendingWhenItDiedIsSentAgainAndMarked() throws InterruptedException {
    worker.close();
    String id = queue("soc", "e1");
    database.write(
        tx -> {
          SqlDeliveries.beginAttempt(tx, id, 1, Instant.parse("2026-11-24T09:00:00Z"));
          return null;
        });
    database.close();
    start(QUICK);
    await(id, DeliveryState.DELIVERED);
    assertThat(body(0).path("mayHaveArrivedTwice").asBoolean()).isTrue();
  }

  @Test
  void aSigningSecretSignsTheBody() throws InterruptedException {
    secrets.put(ROOT, "sign", "key-of-ours", List.of("hooks.example.test"));
    deliveries.putTarget(ROOT, new DeliveryTarget("soc", DeliveryKind.JSON, "hook", "sign"));
    await(queue("soc", "e1"), DeliveryState.DELIVERED);
    assertThat(sent.getFirst().headers().get("X-Spoor-Signature"))
        .isEqualTo("sha256=" + DeliverySender.hmac("key-of-ours", sent.getFirst().body()));
  }

  @Test
  void aTargetNeedsItsSecret() {
    assertThatThrownBy(
            () ->
                deliveries.putTarget(
                    ROOT, new DeliveryTarget("x", DeliveryKind.JSON, "nothing", null)))
        .hasMessage("secret \"nothing\" is not there: create it first");
  }
}
