package dev.spoor.server.alert;

import static dev.spoor.server.alert.TestAlerts.DC01;
import static dev.spoor.server.alert.TestAlerts.RITA;
import static dev.spoor.server.alert.TestAlerts.WEB02;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.event.lucene.LuceneEventStore;
import dev.spoor.server.event.lucene.LuceneStoreConfig;
import dev.spoor.server.identity.ClientId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The story of an intrusion in the real store, and what an alert shows of it.
class AlertEvidenceTest {
  private static final Instant ZERO = Instant.parse("2026-11-24T09:41:07.218Z");
  private static final String PROCESSES = "Windows.Detection.ProcessCreation";

  @TempDir private Path folder;
  private EventStore store;
  private AlertEvidence evidence;
  private long lsn = 1;

  @BeforeEach
  void open() {
    store = LuceneEventStore.open(LuceneStoreConfig.in(folder));
    evidence = new AlertEvidence(store);
  }

  @AfterEach
  void close() {
    evidence.close();
    store.close();
  }

  private String add(ClientId client, String artifact, Duration offset, String json) {
    long time = nanos(ZERO.plus(offset));
    long seq = lsn++;
    store.append(
        new AcceptedBatch(
            seq,
            time,
            client,
            client.equals(DC01) ? "srv-dc01" : "srv-web02",
            artifact,
            1,
            0x51L,
            3,
            seq,
            List.of(
                new AcceptedRow(
                    json.getBytes(StandardCharsets.UTF_8), time, time, TimeOrigin.EMITTED))));
    return client + ".0000000000000051.3." + seq;
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private String process(
      Duration offset, int pid, int parent, String image, String parentImage, String more) {
    return add(
        DC01,
        PROCESSES,
        offset,
        "{\"EventData\":{\"ProcessId\":"
            + pid
            + ",\"ParentProcessId\":"
            + parent
            + ",\"Image\":\""
            + image
            + "\",\"ParentImage\":\""
            + parentImage
            + "\",\"CommandLine\":\""
            + image
            + " "
            + more
            + "\",\"User\":\"CORP\\\\k.lund\",\"OriginalFileName\":\""
            + (image.equals("lolbin.exe") ? "schtasks.exe" : image)
            + "\"}}");
  }

  private Event event(String id) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (store.visibleUpTo() < lsn && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    return evidence.event(RITA, id, ZERO).orElseThrow();
  }

  private static String drawn(ProcessNode node) {
    return "  ".repeat(node.depth())
        + (node.isThis() ? "> " : "")
        + node.name()
        + (node.original().isEmpty() ? "" : " (" + node.original() + ")")
        + (node.time() == null ? " ?" : "");
  }

  @Test
  void theTreeShowsAncestorsSiblingsAndChildren() {
    // an older process had the number of the shell: it is not the parent
    process(Duration.ofHours(-9), 400, 1, "updater.exe", "services.exe", "");
    process(Duration.ofMinutes(-90), 300, 200, "OUTLOOK.EXE", "explorer.exe", "");
    process(Duration.ofSeconds(-189), 400, 300, "powershell.exe", "OUTLOOK.EXE", "-enc JABj");
    process(Duration.ofSeconds(-135), 410, 400, "net.exe", "powershell.exe", "use");
    process(Duration.ofSeconds(-51), 420, 400, "lolbin.exe", "powershell.exe", "/Create");
    String own = process(Duration.ZERO, 430, 400, "schtasks.exe", "powershell.exe", "/Create");
    process(Duration.ofSeconds(1), 440, 430, "conhost.exe", "schtasks.exe", "");
    process(Duration.ofSeconds(2), 450, 999, "unrelated.exe", "other.exe", "");

    assertThat(evidence.processes(RITA, event(own)))
        .extracting(AlertEvidenceTest::drawn)
        .containsExactly(
            "explorer.exe ?",
            "  OUTLOOK.EXE",
            "    powershell.exe",
            "      net.exe",
            "      lolbin.exe (schtasks.exe)",
            "      > schtasks.exe",
            "        conhost.exe");
  }

  @Test
  void aProcessThatIsItsOwnAncestorEnds() {
    String own = process(Duration.ZERO, 5, 5, "loop.exe", "loop.exe", "");
    process(Duration.ofSeconds(-1), 5, 5, "loop.exe", "loop.exe", "");
    assertThat(evidence.processes(RITA, event(own))).hasSizeBetween(2, 20);
  }

  @Test
  void theMinutesAroundSayWhatIsSharedAndWhereElse() {
    process(Duration.ofSeconds(-300), 1, 2, "at-the-edge.exe", "x.exe", "");
    process(Duration.ofMillis(-300_001), 1, 2, "too-early.exe", "x.exe", "");
    add(
        WEB02,
        "Windows.Events.Trackaccount",
        Duration.ofSeconds(-87),
        "{\"EventID\":4624,\"TargetUserName\":\"CORP\\\\k.lund\",\"LogonType\":3,"
            + "\"IpAddress\":\"10.96.20.51\"}");
    process(Duration.ofSeconds(-51), 420, 400, "lolbin.exe", "powershell.exe", "");
    String own =
        process(
            Duration.ZERO, 430, 400, "schtasks.exe", "powershell.exe", "/Create /TN UpdateCheck");
    add(
        DC01,
        "Windows.Events.File",
        Duration.ofSeconds(2),
        "{\"EventData\":{\"Image\":\"svchost.exe\",\"TargetFilename\":\"C:/Tasks/UpdateCheck\"}}");
    add(DC01, "Windows.Events.Other", Duration.ofSeconds(3), "{\"Text\":\"hello\"}");
    add(ClientId.SERVER, "Server.Alerts.X", Duration.ZERO, "{\"ClientId\":\"" + DC01 + "\"}");

    AlertEvidence.Near near = evidence.around(RITA, event(own));
    assertThat(near.total()).isEqualTo(5);
    assertThat(near.isExact()).isTrue();
    assertThat(near.events())
        .extracting(
            one ->
                one.offset().toSeconds()
                    + " "
                    + one.hostname()
                    + " "
                    + one.kind()
                    + " "
                    + one.text()
                    + " ("
                    + (one.isThis() ? "this" : one.why())
                    + ")")
        .containsExactly(
            "-300 srv-dc01 process at-the-edge.exe  (account)",
            "-87 srv-web02 logon CORP\\k.lund, type 3, from 10.96.20.51 (account)",
            "-51 srv-dc01 process lolbin.exe  (same parent)",
            "0 srv-dc01 process schtasks.exe /Create /TN UpdateCheck (this)",
            "2 srv-dc01 file C:/Tasks/UpdateCheck (task)",
            "3 srv-dc01 event {\"Text\":\"hello\"} ()");
  }

  @Test
  void anEventThatIsNotStoredIsNotThere() {
    assertThat(evidence.event(RITA, DC01 + ".0000000000000051.3.77", ZERO)).isEmpty();
    assertThat(evidence.event(RITA, "sha256:1234", ZERO)).isEmpty();
  }
}
