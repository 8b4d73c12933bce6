package dev.spoor.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.agent.spool.Spool;
import dev.spoor.agent.spool.SpoolConfig;
import dev.spoor.host.storage.FaultyStorageFiles;
import dev.spoor.wire.Challenge;
import dev.spoor.wire.ChallengeAnswer;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Hello;
import dev.spoor.wire.MonitoringEntry;
import dev.spoor.wire.MonitoringUpdate;
import dev.spoor.wire.Ping;
import dev.spoor.wire.Priority;
import dev.spoor.wire.RowPart;
import dev.spoor.wire.StreamStatus;
import dev.spoor.wire.Welcome;
import dev.spoor.wire.WireRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerChannelTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:41:07.218Z"));
  private static final ChannelConfig QUICK =
      new ChannelConfig(
          Duration.ofMillis(100),
          Duration.ofSeconds(3),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofSeconds(5));

  private final AtomicLong boots = new AtomicLong(7);
  private final AtomicReference<MonitoringUpdate> table =
      new AtomicReference<>(new MonitoringUpdate(0, List.of()));
  private final ScriptedServer server = new ScriptedServer();
  private FaultyStorageFiles files = new FaultyStorageFiles();
  private Spool spool;
  private ServerChannel channel;

  private final class Side implements AgentSide {
    @Override
    public String agentVersion() {
      return "0.1.0";
    }

    @Override
    public Map<String, String> facts() {
      return Map.of("hostname", "web01");
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
              7, 1, StreamStatus.State.RUNNING, CLOCK.instant(), null, 0, null, 0, 0, 0, 0));
    }
  }

  @BeforeEach
  void open() throws Exception {
    openSpool();
    channel = new ServerChannel(QUICK, server, spool, new Side(), CLOCK);
  }

  private void openSpool() throws Exception {
    spool =
        new Spool(
            files,
            new SpoolConfig(Path.of("/spool"), 64 << 20, 1 << 20, 8 << 20),
            CLOCK,
            boots::getAndIncrement);
    spool.start();
  }

  @AfterEach
  void close() {
    channel.close();
    spool.close();
  }

  private void append(int stream, String text) throws Exception {
    spool.append(stream, Priority.NORMAL, WireRow.of(1, text));
  }

  @Test
  void rowsArriveInOrderAndAreAcknowledged() throws Exception {
    channel.start();
    for (int i = 0; i < 500; i++) {
      append(1 + i % 2, "row " + i);
    }
    server.await(() -> server.rows(1).size() == 250 && server.rows(2).size() == 250);
    assertThat(server.rows(1)).containsExactlyElementsOf(texts(0, 500, 2));
    server.await(() -> spool.counts(1).sent() == 250 && spool.counts(2).sent() == 250);
    assertThat(server.heard(Hello.class)).hasSize(1);
  }

  @Test
  void atMostFourBatchesAreUnanswered() throws Exception {
    server.answersBatches = false;
    for (int stream = 1; stream <= 9; stream++) {
      append(stream, "row");
    }
    spool.flush();
    channel.start();
    server.await(() -> server.heard(EventBatch.class).size() == 4);
    // a ping is later than any batch that would have been sent against the rule
    int pings = server.heard(Ping.class).size();
    server.await(() -> server.heard(Ping.class).size() > pings + 1);
    assertThat(server.heard(EventBatch.class)).hasSize(4);
    server.ack(server.heard(EventBatch.class).getFirst());
    server.await(() -> server.heard(EventBatch.class).size() == 5);
  }

  @Test
  void loneRowLeavesAtOnceAndLaterOnesWaitForCompany() throws Exception {
    server.answersBatches = false;
    channel.start();
    server.await(() -> channel.isConnected());
    append(1, "first");
    server.await(() -> server.heard(EventBatch.class).size() == 1);
    for (int i = 0; i < 20; i++) {
      append(1, "more " + i);
    }
    spool.flush();
    // on a slow disk they may need more batches than there is credit for
    List<EventBatch> unanswered = server.heard(EventBatch.class);
    server.answersBatches = true;
    for (EventBatch batch : unanswered) {
      server.ack(batch);
    }
    server.await(() -> server.rows(1).size() == 21);
    // the twenty waited for each other, the first for nobody
    assertThat(server.heard(EventBatch.class).getFirst().rows()).hasSize(1);
    assertThat(server.heard(EventBatch.class).size()).isBetween(2, 11);
  }

  @Test
  void cutLinkCostsNothingAndRepeatsNothing() throws Exception {
    channel.start();
    for (int i = 0; i < 200; i++) {
      append(1, "row " + i);
      if (i % 40 == 20) {
        spool.flush();
        server.cut();
      }
    }
    server.await(() -> server.rows(1).size() == 200);
    assertThat(server.rows(1)).containsExactlyElementsOf(texts(0, 200, 1));
    assertThat(server.connections).isGreaterThan(1);
  }

  @Test
  void acknowledgementLostWithTheLinkIsMadeUpByTheWelcome() throws Exception {
    server.answersBatches = false;
    channel.start();
    append(1, "row");
    server.await(() -> server.rows(1).size() == 1);
    server.cut();
    server.await(() -> spool.counts(1).sent() == 1);
    assertThat(server.heard(EventBatch.class)).hasSize(1);
  }

  @Test
  void killedAgentSendsWhatItSpooledUnderTheOldBoot() throws Exception {
    server.set(() -> server.reachable = false);
    channel.start();
    append(1, "before");
    spool.flush();
    channel.close();
    FaultyStorageFiles left = files.killed();
    spool.close();
    files = left;
    openSpool();
    append(1, "after");
    server.set(() -> server.reachable = true);
    channel = new ServerChannel(QUICK, server, spool, new Side(), CLOCK);
    channel.start();
    server.await(() -> server.rows(1).size() == 2);
    assertThat(server.rows.keySet())
        .containsExactlyInAnyOrder(new ScriptedServer.Key(7, 1), new ScriptedServer.Key(8, 1));
  }

  @Test
  void silentServerIsGivenUpAndTriedAgain() throws Exception {
    server.answersPings = false;
    channel.close();
    ChannelConfig impatient =
        new ChannelConfig(
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            QUICK.linger(),
            Duration.ofSeconds(30),
            QUICK.firstDelay(),
            QUICK.longestDelay(),
            QUICK.connectTimeout());
    channel = new ServerChannel(impatient, server, spool, new Side(), CLOCK);
    channel.start();
    server.await(() -> server.connections >= 3);
  }

  @Test
  void livingConnectionIsKept() throws Exception {
    channel.start();
    server.await(() -> server.heard(Ping.class).size() >= 40);
    assertThat(server.connections).isEqualTo(1);
  }

  @Test
  void unreachableServerIsTriedAgain() throws Exception {
    server.set(() -> server.reachable = false);
    channel.start();
    server.await(() -> server.connections >= 4);
    server.set(() -> server.reachable = true);
    server.await(() -> channel.isConnected());
  }

  @Test
  void challengeIsAnswered() throws Exception {
    channel.start();
    server.await(() -> channel.isConnected());
    server.say(new Challenge("abc"));
    server.await(() -> server.heard(ChallengeAnswer.class).contains(new ChallengeAnswer("abc")));
  }

  @Test
  void tableIsApplied() throws Exception {
    MonitoringUpdate update =
        new MonitoringUpdate(
            3,
            List.of(
                new MonitoringEntry(
                    1,
                    "A",
                    1,
                    "",
                    "SELECT 1 FROM scope()",
                    Map.of(),
                    null,
                    Priority.HIGH,
                    "h",
                    List.of())));
    channel.start();
    server.await(() -> channel.isConnected());
    server.say(update);
    server.await(() -> table.get().equals(update));
    server.cut();
    server.await(() -> server.heard(Hello.class).size() == 2);
    assertThat(server.heard(Hello.class).getLast().tableVersion()).isEqualTo(3);
  }

  @Test
  void statusesAreTold() throws Exception {
    channel.start();
    server.await(() -> server.heard(StreamStatus.class).size() >= 3);
  }

  @Test
  void largeRowTravelsInParts() throws Exception {
    String large = "x".repeat(WireRow.MAX_BYTES);
    append(1, "before");
    append(1, large);
    append(1, "after");
    channel.start();
    server.await(() -> server.rows(1).size() == 3);
    assertThat(server.rows(1)).containsExactly("before", large, "after");
    assertThat(server.heard(RowPart.class)).hasSize(4);
    server.await(() -> spool.counts(1).sent() == 3);
  }

  @Test
  void rejectedRowsAreReportedAsLossAndNotSentAgain() throws Exception {
    server.rejects = 9;
    channel.start();
    append(9, "a");
    server.await(() -> server.rows(EventBatch.LOSS_STREAM).size() == 1);
    assertThat(server.rows(EventBatch.LOSS_STREAM).getFirst())
        .contains("\"Stream\":9", "\"Count\":1", "rejected by the server: not yours");
    server.cut();
    server.await(() -> server.heard(Hello.class).size() == 2);
    append(1, "b");
    server.await(() -> server.rows(1).size() == 1);
    assertThat(server.heard(EventBatch.class).stream().filter(b -> b.stream() == 9)).hasSize(1);
  }

  @Test
  void foreignProtocolIsRefused() throws Exception {
    server.welcome = hello -> new Welcome(9, "C.0123456789abcdef", "e1", 0, List.of(), 0);
    channel.start();
    append(1, "row");
    server.await(() -> server.connections >= 3);
    assertThat(server.heard(EventBatch.class)).isEmpty();
  }

  @Test
  void closingEndsTheThreadSoon() throws Exception {
    server.set(() -> server.reachable = false);
    channel.start();
    server.await(() -> server.connections >= 1);
    long began = System.nanoTime();
    channel.close();
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
  }

  private static List<String> texts(int from, int to, int step) {
    return IntStream.range(from, to)
        .filter(i -> (i - from) % step == 0)
        .mapToObj(i -> "row " + i)
        .toList();
  }
}
