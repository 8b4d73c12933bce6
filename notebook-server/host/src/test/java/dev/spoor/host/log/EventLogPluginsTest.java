package dev.spoor.host.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.evtx.TestChunk;
import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import dev.spoor.host.source.EventWatch;
import dev.spoor.host.source.SourceStatus;
import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.ForbiddenException;
import dev.spoor.vql.catalog.ManualClock;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventLogPluginsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder = Path.of(".");
  private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final ManualClock clock = new ManualClock(START);
  private final Watched watched = new Watched();
  private @Nullable VqlSession session;
  private @Nullable Thread reader;

  private static final class Watched implements EventWatch {
    private final List<EventLoss> losses = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Supplier<SourceStatus> status;
    private volatile @Nullable EventPosition reached;

    @Override
    public void lost(EventLoss loss) {
      losses.add(loss);
    }

    @Override
    public void opened(Object reader, Supplier<SourceStatus> sourceStatus) {
      status = sourceStatus;
    }

    @Override
    public void reached(Object reader, EventPosition position) {
      reached = position;
    }

    @Override
    public String query() {
      return "7 Windows.Detection.ProcessCreation";
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    VqlSession running = session;
    if (running != null) {
      running.cancel();
      running.close();
    }
    if (reader != null) {
      reader.join(TimeUnit.SECONDS.toMillis(20));
      assertThat(reader.isAlive()).as("the reader ends when the query is cancelled").isFalse();
    }
  }

  private Path log() {
    return folder.resolve("Sysmon.evtx");
  }

  private void write(long from, long to) throws IOException {
    TestChunk chunk = new TestChunk();
    for (long id = from; id <= to; id++) {
      chunk.event(id, "C:\\" + id + ".exe");
    }
    write(TestChunk.file(chunk.bytes()));
  }

  // as one step: a reader sees the old file or the new one
  private void write(byte[] bytes) throws IOException {
    Path fresh = Files.write(folder.resolve("fresh"), bytes);
    Files.move(
        fresh,
        log(),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private Catalog catalog() {
    return CoreLibrary.catalog()
        .with(MachinePlugins.functions(), MachinePlugins.plugins())
        .without(List.of(), List.of("watch_evtx"))
        .withPlugins(
            EventLogPlugins.watch(
                EventLogPlugins.LOCAL_FILES, watched, folder.resolve("bookmarks")));
  }

  private List<Row> query(String text) {
    try (VqlSession asking =
        VqlSession.builder(catalog())
            .principal("hunter", PermissionCheck.ALLOW_ALL)
            .log((level, message) -> logged.add(level + " " + message))
            .build()) {
      return asking.run(text.replace("LOG", "'" + log() + "'")).toList();
    }
  }

  private static String value(Row row, String... path) {
    return Values.toText(row.path(List.of(path)));
  }

  @Test
  void recordsAreRowsInThePeersShape() throws IOException {
    write(1, 3);
    List<Row> rows = query("SELECT * FROM parse_evtx(filename=LOG) WHERE EventData.Image =~ '2'");
    assertThat(rows).hasSize(1);
    Row row = rows.getFirst();
    assertThat(row.columns()).containsExactly("System", "EventData");
    assertThat(row.path(List.of("System", "EventID", "Value"))).isEqualTo(1L);
    assertThat(row.path(List.of("System", "EventRecordID"))).isEqualTo(2L);
    assertThat(row.path(List.of("System", "TimeCreated", "SystemTime"))).isEqualTo(1655526402.0);
    assertThat(value(row, "System", "Channel")).isEqualTo("Microsoft-Windows-Sysmon/Operational");
    assertThat(value(row, "System", "Correlation")).isEqualTo("{}");
    assertThat(value(row, "EventData", "Image")).isEqualTo("C:\\2.exe");
    assertThat(logged).isEmpty();
  }

  @Test
  void theEventAsXmlIsAColumnIfAskedFor() throws IOException {
    write(1, 1);
    List<Row> rows = query("SELECT XML, Recovered FROM parse_evtx(filename=LOG, xml=TRUE)");
    assertThat(value(rows.getFirst(), "XML")).startsWith("<Event ").endsWith("</Event>");
  }

  @Test
  void oneFileThatCannotBeReadDoesNotStopTheOthers() throws IOException {
    write(1, 2);
    List<Row> rows = query("SELECT * FROM parse_evtx(filename=['/no/such.evtx', LOG])");
    assertThat(rows).hasSize(2);
    assertThat(logged).containsExactly("ERROR parse_evtx: /no/such.evtx: there is no such file");
  }

  @Test
  void whatCannotBeReadIsInTheLogOfTheQuery() throws IOException {
    TestChunk chunk = new TestChunk().event(1, "a").event(2, "b");
    byte[] bytes = TestChunk.file(chunk.bytes());
    bytes[4096 + 512 + 4] = 1;
    bytes[4096 + 512 + 5] = 0;
    write(bytes);
    assertThat(query("SELECT * FROM parse_evtx(filename=LOG)")).hasSize(1);
    assertThat(logged)
        .contains(
            "ERROR parse_evtx: "
                + log()
                + ": record 1 at offset 4608: the record says it has 1 bytes");
  }

  @Test
  void bothNeedARight() throws IOException {
    Catalog catalog = catalog();
    assertThat(
            Vql.requiredPermissions(
                Vql.parse("SELECT * FROM parse_evtx(filename='x')").orThrow(), catalog))
        .hasToString("FILESYSTEM_READ");
    assertThat(
            Vql.requiredPermissions(
                Vql.parse("SELECT * FROM watch_evtx(filename='x')").orThrow(), catalog))
        .hasToString("MACHINE_STATE");
    write(1, 1);
    try (VqlSession asking =
        VqlSession.builder(catalog).principal("nobody", PermissionCheck.DENY_ALL).build()) {
      assertThatThrownBy(
              () -> asking.run("SELECT * FROM parse_evtx(filename='" + log() + "')").toList())
          .isInstanceOf(ForbiddenException.class);
    }
  }

  /// Begins a query that does not end; its rows go to [#seen].
  private void follow() {
    VqlSession running =
        VqlSession.builder(catalog())
            .principal("agent", PermissionCheck.ALLOW_ALL)
            .clock(clock)
            .log((level, message) -> logged.add(level + " " + message))
            .build();
    session = running;
    Thread thread =
        new Thread(
            () -> {
              String text = "SELECT EventData.Image AS Image FROM watch_evtx(filename='LOG')";
              try (RowStream rows = running.run(text.replace("LOG", log().toString()))) {
                for (Row row = rows.next(); row != null; row = rows.next()) {
                  seen.add(value(row, "Image"));
                }
              } catch (dev.spoor.vql.catalog.CancelledException e) {
                logged.add("cancelled");
              }
            });
    reader = thread;
    thread.start();
  }

  private void awaitIdle() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (clock.waiting() == 0) {
      assertThat(System.nanoTime()).as("waits for the query to wait").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /// Lets the query look again, and waits until it has done with what it found.
  private void look() throws InterruptedException {
    awaitIdle();
    assertThat(clock.advanceToWaiter()).isTrue();
    // the waiter leaves before it can come again
    Instant moved = clock.instant();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!moved.equals(completeUpTo()) || clock.waiting() == 0) {
      assertThat(System.nanoTime()).as("waits for the query to look").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private @Nullable Instant completeUpTo() {
    EventPosition reached = watched.reached;
    return reached == null ? null : reached.time();
  }

  private void restart() throws InterruptedException {
    stop();
    session = null;
    reader = null;
    follow();
    awaitIdle();
  }

  @Test
  void followsALogFromItsEnd() throws Exception {
    write(1, 2);
    follow();
    awaitIdle();
    write(1, 4);
    look();
    assertThat(seen).containsExactly("C:\\3.exe", "C:\\4.exe");
    look();
    assertThat(seen).hasSize(2);
    assertThat(watched.losses).isEmpty();
    SourceStatus status = Objects.requireNonNull(watched.status).get();
    assertThat(status.sensor()).isEqualTo("event log file");
    assertThat(status.completeUpTo()).isEqualTo(completeUpTo());
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    write(1, 2);
    follow();
    awaitIdle();
    write(1, 3);
    look();
    stop();
    // written while nobody looked
    write(1, 5);
    restart();
    assertThat(seen).containsExactly("C:\\3.exe", "C:\\4.exe", "C:\\5.exe");
  }

  @Test
  void saysSinceWhenWhatIsMissingWhenItGoesOn() throws Exception {
    write(1, 2);
    follow();
    awaitIdle();
    stop();
    write(6, 7);
    restart();
    assertThat(seen).containsExactly("C:\\6.exe", "C:\\7.exe");
    assertThat(watched.losses).hasSize(1);
    EventLoss loss = watched.losses.getFirst();
    // since the second record was written
    assertThat(loss.from()).isEqualTo("2022-06-18T04:26:42Z");
    assertThat(loss.to()).isEqualTo(START);
  }

  @Test
  void countsWhatIsMissing() throws Exception {
    write(1, 2);
    follow();
    awaitIdle();
    write(6, 7);
    look();
    assertThat(seen).containsExactly("C:\\6.exe", "C:\\7.exe");
    assertThat(watched.losses).hasSize(1);
    EventLoss loss = watched.losses.getFirst();
    assertThat(loss.count()).isEqualTo(3);
    assertThat(loss.cause())
        .isEqualTo(log() + ": 3 records of the event log were overwritten before they were read");
    assertThat(loss.from()).isEqualTo(START);
    write(1, 1);
    look();
    assertThat(watched.losses).hasSize(2);
    assertThat(watched.losses.getLast().cause())
        .isEqualTo(log() + ": the event log was cleared or replaced");
    assertThat(seen).endsWith("C:\\1.exe");
  }

  @Test
  void waitsForALogThatIsNotThereYet() throws Exception {
    follow();
    awaitIdle();
    look();
    assertThat(logged)
        .containsExactly("WARN watch_evtx: " + log() + ": there is no such file; will look again");
    write(1, 1);
    look();
    assertThat(seen).containsExactly("C:\\1.exe");
  }
}
