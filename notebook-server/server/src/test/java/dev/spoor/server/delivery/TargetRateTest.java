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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How many messages a target gets, and what becomes of the others.
@Timeout(60)
class TargetRateTest {
  private static final Principal ROOT = new Principal.System();
  private static final Instant NEWEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofMillis(600);

  private record Sent(String uri, JsonNode body, long nanos) {}

  @TempDir Path folder;
  private final InstantSource clock = InstantSource.system();
  private final Deque<Response> script = new ArrayDeque<>();
  private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
  private Database database;
  private Secrets secrets;
  private Audit audit;
  private Deliveries deliveries;
  private DeliveryWorker worker;

  @BeforeEach
  void start() {
    database = Database.open(folder.resolve("spoor.db"));
    audit = new Audit(clock);
    secrets = new Secrets(database, audit, clock, folder.resolve("secret.key"));
    deliveries =
        new Deliveries(
            database,
            secrets,
            audit,
            new Redactor(),
            () -> Optional.of(URI.create("https://spoor.example.test")),
            clock);
    worker =
        new DeliveryWorker(
            database,
            deliveries,
            secrets,
            this::answer,
            new DeliveryConfig(
                Duration.ofMillis(5), Duration.ofMillis(20), 4, Duration.ofSeconds(5), 8, WINDOW),
            clock);
    secrets.put(ROOT, "hook", "https://hooks.example.test/T/first-secret", List.of());
    target("soc", 5);
  }

  private void target(String name, int perMinute) {
    deliveries.putTarget(
        ROOT, new DeliveryTarget(name, DeliveryKind.JSON, "hook", null, perMinute, null));
  }

  private Response answer(Egress.Request request) {
    sent.add(
        new Sent(
            request.uri().toString(),
            JsonMapper.shared().readTree(new String(request.body(), StandardCharsets.UTF_8)),
            System.nanoTime()));
    synchronized (script) {
      Response next = script.poll();
      return next == null ? new Response.Answered(200, Map.of(), new byte[0]) : next;
    }
  }

  @AfterEach
  void close() {
    worker.close();
    database.close();
  }

  private String queue(String target, String event) {
    return deliveries
        .queueFor(ROOT)
        .enqueue(
            new DeliveryRequest(
                target, "seen " + event, event, "{\"Hostname\":\"host-of-" + event + "\"}"));
  }

  private Map<String, Long> counts() {
    return deliveries.counts(ROOT);
  }

  private Delivery delivery(String id) {
    return deliveries.page(ROOT, null, NEWEST, 1000).stream()
        .filter(d -> d.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /// 120 at once: five go one by one, all others as one digest; each is told of exactly once.
  @Test
  void whatIsTooMuchGoesAsOneDigestAndNothingVanishes() throws InterruptedException {
    Set<String> queued = new HashSet<>();
    for (int i = 0; i < 120; i++) {
      queued.add(queue("soc", "e" + i));
    }
    String other = queue2("other");
    worker.start();
    until(() -> delivery(other).state() == DeliveryState.DELIVERED);
    until(() -> counts().getOrDefault("pending", 0L) + counts().getOrDefault("sending", 0L) == 0);
    assertThat(counts()).containsEntry("folded", 115L).containsEntry("delivered", 7L);
    List<JsonNode> toSoc =
        sent.stream()
            .map(Sent::body)
            .filter(b -> !b.path("text").asString().contains("other"))
            .toList();
    assertThat(toSoc).hasSize(6);
    JsonNode digest = toSoc.getLast();
    assertThat(digest.path("text").asString())
        .isEqualTo("115 messages in one: soc takes 5 a minute");
    assertThat(digest.path("messages").asInt()).isEqualTo(115);
    assertThat(digest.path("digest").size()).isEqualTo(DigestMessage.TOLD);
    assertThat(digest.path("digest").get(0).path("hostname").asString()).startsWith("host-of-e");
    Set<String> alone =
        toSoc.subList(0, 5).stream()
            .map(b -> b.path("delivery").asString())
            .collect(Collectors.toSet());
    Set<String> folded =
        deliveries.page(ROOT, DeliveryState.FOLDED, NEWEST, 1000).stream()
            .map(Delivery::id)
            .collect(Collectors.toSet());
    assertThat(alone).hasSize(5).doesNotContainAnyElementsOf(folded);
    folded.addAll(alone);
    assertThat(folded).isEqualTo(queued);
    String carrier = digest.path("delivery").asString();
    assertThat(deliveries.page(ROOT, DeliveryState.FOLDED, NEWEST, 1000))
        .allSatisfy(one -> assertThat(one.digest()).isEqualTo(carrier));
  }

  private String queue2(String name) {
    target(name, 600);
    return queue(name, "other");
  }

  @Test
  void neverMoreThanItsRateWithinAnyWindow() throws InterruptedException {
    worker.start();
    for (int i = 0; i < 40; i++) {
      queue("soc", "e" + i);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    until(() -> counts().getOrDefault("pending", 0L) + counts().getOrDefault("sending", 0L) == 0);
    List<Long> times = sent.stream().map(Sent::nanos).sorted().toList();
    for (int i = 0; i + 5 < times.size(); i++) {
      // a message leaves a little after it was counted
      assertThat(times.get(i + 5) - times.get(i)).isGreaterThan(WINDOW.minusMillis(200).toNanos());
    }
    assertThat(sent.size()).isLessThan(40);
  }

  @Test
  void retryAfterQuietensTheTargetAndNotOthers() throws InterruptedException {
    target("other", 600);
    script.add(new Response.Answered(429, Map.of("retry-after", List.of("2")), new byte[0]));
    String first = queue("soc", "e1");
    worker.start();
    until(() -> delivery(first).attempts() == 1 && delivery(first).error() != null);
    long refused = System.nanoTime();
    String second = queue("soc", "e2");
    String others = queue("other", "e3");
    until(() -> delivery(others).state() == DeliveryState.DELIVERED);
    until(
        () ->
            delivery(first).state() == DeliveryState.DELIVERED
                && delivery(second).state() == DeliveryState.DELIVERED);
    List<Sent> toSoc =
        sent.stream().filter(s -> !s.body().path("text").asString().endsWith("e3")).toList();
    assertThat(toSoc).hasSize(3);
    assertThat(toSoc.get(1).nanos() - refused).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1500));
    assertThat(delivery(first).mayRepeat()).isFalse();
  }

  @Test
  void retryAfterMayBeADateOrAFraction() {
    Instant now = Instant.parse("2026-11-24T09:00:00Z");
    assertThat(RetryAfter.of(Map.of("Retry-After", List.of("Tue, 24 Nov 2026 09:02:00 GMT")), now))
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryAfter.of(Map.of("retry-after", List.of("0.3")), now))
        .isEqualTo(Duration.ofMillis(300));
    assertThat(RetryAfter.of(Map.of("retry-after", List.of("999999999")), now))
        .isEqualTo(RetryAfter.LONGEST);
    assertThat(RetryAfter.of(Map.of("retry-after", List.of("soon")), now)).isNull();
    assertThat(RetryAfter.of(Map.of("retry-after", List.of("-1")), now)).isNull();
    assertThat(RetryAfter.of(Map.of(), now)).isNull();
  }

  @Test
  void aNewAddressIsUsedByTheNextAttemptAndNeverShown() throws InterruptedException {
    script.add(new Response.Answered(404, Map.of(), new byte[0]));
    String id = queue("soc", "e1");
    worker.start();
    until(() -> delivery(id).state() == DeliveryState.DEAD);
    deliveries.rotate(ROOT, "soc", "https://elsewhere.example.test/T/second-secret");
    assertThat(deliveries.replayAll(ROOT, "soc")).isEqualTo(1);
    until(() -> delivery(id).state() == DeliveryState.DELIVERED);
    assertThat(sent.getLast().uri()).isEqualTo("https://elsewhere.example.test/T/second-secret");
    String told =
        database.read(tx -> audit.page(tx, Long.MAX_VALUE, 500)).toString()
            + deliveries.targets(ROOT)
            + secrets.list(ROOT)
            + deliveries.page(ROOT, null, NEWEST, 100)
            + deliveries.attempts(ROOT, id);
    assertThat(told)
        .contains("target.rotate", "elsewhere.example.test")
        .doesNotContain("first-secret", "second-secret");
    assertThatThrownBy(() -> deliveries.rotate(ROOT, "soc", "no address second-secret"))
        .isInstanceOf(SpoorException.class)
        .hasMessageNotContaining("second-secret");
  }

  @Test
  void aReplayHasThePatienceOfANewMessage() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      script.add(new Response.Unreachable("down"));
    }
    target("soc", 600);
    String id = queue("soc", "e1");
    worker.start();
    until(() -> delivery(id).state() == DeliveryState.DEAD);
    for (int i = 0; i < 3; i++) {
      script.add(new Response.Unreachable("down"));
    }
    deliveries.replay(ROOT, id);
    until(() -> delivery(id).state() == DeliveryState.DELIVERED);
    assertThat(deliveries.attempts(ROOT, id)).hasSize(8);
  }

  @Test
  void ratesAndAddressesAreChecked() {
    assertThatThrownBy(() -> target("soc", 0)).hasMessageContaining("between 1 and 100000");
    assertThatThrownBy(() -> target("soc", 100_001)).hasMessageContaining("between 1 and 100000");
    assertThatThrownBy(
            () ->
                deliveries.putTarget(
                    ROOT, new DeliveryTarget("m", DeliveryKind.MAIL, "hook", null)))
        .hasMessage("a target of kind mail needs from and to");
    assertThatThrownBy(() -> new Mailbox("a@b.example", List.of("x@y.example\r\nRCPT TO:<z@z>")))
        .isInstanceOf(SpoorException.class);
    assertThatThrownBy(() -> new Mailbox("a@b.example", List.of()))
        .isInstanceOf(SpoorException.class);
  }
}
