package dev.spoor.agent.spool;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.wire.Boot;
import dev.spoor.wire.EventBatch;
import dev.spoor.wire.Loss;
import dev.spoor.wire.LossCodec;
import dev.spoor.wire.Priority;
import dev.spoor.wire.Welcome;
import dev.spoor.wire.WireRow;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The disk-backed queue between event queries and the server. A row is numbered and made durable,
/// sent, and deleted once the server has it. One thread owns the files; all else is a command in
/// its inbox. Thread-safe.
///
/// The promise: what was written before a crash or a power cut is sent afterwards, in order per
/// stream, and every number that will never be sent is covered by a loss, which travels and
/// survives like a row. Rows still in the inbox (at most [SpoolConfig#inbox] bytes, some
/// milliseconds) die with the process. A disk that acknowledges `force` and forgets is beyond this
/// promise; so is a file that someone else deletes.
public final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /// Rows that one write and one force take together.
  private static final int GROUP_BYTES = 1 << 20;

  private static final long SAVE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final String FULL = "spool full";
  private static final String NOT_WRITABLE = "spool not writable";

  private final StorageFiles files;
  private final SpoolConfig config;
  private final InstantSource clock;
  private final LongSupplier boots;
  private final LinkedBlockingQueue<Command> inbox = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final Map<Lane, SpoolLane> lanes = new EnumMap<>(Lane.class);
  private final Map<Integer, Lane> laneOfStream = new HashMap<>();
  private volatile @Nullable SpoolBook book;
  private volatile Runnable listener = () -> {};
  private @Nullable Thread owner;
  private long savedAt;
  private boolean stopped;

  /// @param boots draws a new boot: 64 random bits
  public Spool(StorageFiles files, SpoolConfig config, InstantSource clock, LongSupplier boots) {
    this.files = files;
    this.config = config;
    this.clock = clock;
    this.boots = boots;
    this.room = new Semaphore(config.inbox());
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new SpoolLane(files, config, lane));
    }
  }

  private sealed interface Command {
    record Append(int stream, Priority priority, WireRow row) implements Command {
      int bytes() {
        return SegmentFormat.FRAME + SegmentFormat.ROW_HEAD + row.json().length;
      }
    }

    record Lost(int stream, long count, boolean exact, String cause, Instant from, Instant to)
        implements Command {}

    record Run(Work<?> work) implements Command {}
  }

  private record Work<T extends @Nullable Object>(Supplier<T> action, CompletableFuture<T> result) {
    void run() {
      try {
        result.complete(action.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  /// Opens what an earlier process left and starts a new boot.
  public void start() throws IOException {
    files.createFolders(config.folder());
    SpoolBook opened =
        new SpoolBook(boots.getAsLong(), SpoolPositions.load(files, config.folder()), clock);
    new SpoolRecovery(files, config).recover(lanes, opened);
    book = opened;
    savedAt = System.nanoTime();
    owner = Thread.ofPlatform().name("spool").start(this::run);
  }

  /// Called after rows became durable, on the spool's thread: must return at once.
  public void onRows(Runnable run) {
    listener = run;
  }

  /// Takes a row; waits while the inbox is full. A row above 1 MiB is counted as lost.
  public void append(int stream, Priority priority, WireRow row) throws InterruptedException {
    if (row.json().length > WireRow.MAX_BYTES) {
      Instant now = clock.instant();
      lost(stream, 1, true, "row over 1 MiB", now, now);
      return;
    }
    Command.Append append = new Command.Append(stream, priority, row);
    room.acquire(permits(append.bytes()));
    inbox.add(append);
  }

  /// Takes note that rows, or messages of a source, never became rows. Never waits.
  public void lost(int stream, long count, boolean exact, String cause, Instant from, Instant to) {
    inbox.add(new Command.Lost(stream, count, exact, cause, from, to));
  }

  /// The next rows to send: one stream, consecutive numbers, at most 512 KiB unless it is one
  /// single row. Nothing if all is sent.
  public Optional<EventBatch> lease() {
    return call(() -> Optional.ofNullable(nextBatch()));
  }

  /// The server has these rows; what is no longer needed is deleted.
  public void commit(long boot, int stream, long lastSeq) {
    call(
        () -> {
          BootStream key = new BootStream(boot, stream);
          book().ack(key, Math.min(lastSeq, book().sent(key)));
          deleteDone();
          return true;
        });
  }

  /// The server will never take these rows.
  public void reject(long boot, int stream, long firstSeq, long lastSeq, String reason) {
    call(
        () -> {
          BootStream key = new BootStream(boot, stream);
          long last = Math.min(lastSeq, book().sent(key));
          if (firstSeq >= 1 && firstSeq <= last) {
            book().loseRest(key, new SeqRange(firstSeq, last), reason);
          }
          deleteDone();
          return true;
        });
  }

  /// Boots to name in a Hello: the current one first.
  public List<String> boots() {
    return call(() -> book().boots(waitingBoots()).stream().map(Boot::text).toList());
  }

  /// A connection begins: everything is sent again that the server does not have.
  public void connected(String epoch, Collection<Welcome.Position> positions) {
    call(
        () -> {
          welcome(epoch, positions);
          return true;
        });
  }

  public SpoolCounts counts(int stream) {
    return book().counts(stream);
  }

  /// The boot under which new rows are numbered.
  public long boot() {
    return call(() -> book().boot());
  }

  /// Bytes of all segments.
  public long size() {
    return call(this::totalSize);
  }

  /// Waits until everything that was appended before is durable, or counted as lost.
  public void flush() {
    call(() -> true);
  }

  /// Writes what is in the inbox and ends.
  @Override
  public void close() {
    Thread thread = owner;
    if (thread == null) {
      return;
    }
    call(() -> stopped = true);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    owner = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private SpoolBook book() {
    SpoolBook opened = book;
    if (opened == null) {
      throw new IllegalStateException("the spool is not started");
    }
    return opened;
  }

  private SpoolLane lane(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }

  private <T> T call(Supplier<T> action) {
    Thread thread = owner;
    if (thread == null || !thread.isAlive()) {
      throw new IllegalStateException("the spool is not running");
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    inbox.add(new Command.Run(new Work<>(action, result)));
    return result.join();
  }

  private int permits(int bytes) {
    return Math.min(bytes, config.inbox());
  }

  private void run() {
    while (!stopped) {
      try {
        round();
      } catch (InterruptedException e) {
        LOG.warn("spool thread was interrupted; it ends by close()");
      } catch (RuntimeException e) {
        LOG.error("spool", e);
      }
    }
    if (book().hasPendingLosses()) {
      flushLosses();
    }
    savePositions();
    lanes.values().forEach(SpoolLane::close);
    List<Command> left = new ArrayList<>();
    inbox.drainTo(left);
    for (Command command : left) {
      if (command instanceof Command.Run(Work<?> work)) {
        work.result().completeExceptionally(new IllegalStateException("the spool is closed"));
      }
    }
  }

  /// Takes what waits, up to a group: first all rows of it with one force, then the other commands.
  private void round() throws InterruptedException {
    Command command = inbox.poll(500, TimeUnit.MILLISECONDS);
    List<Command.Append> rows = new ArrayList<>();
    List<Work<?>> work = new ArrayList<>();
    int bytes = 0;
    while (command != null) {
      switch (command) {
        case Command.Append append -> {
          rows.add(append);
          bytes += append.bytes();
        }
        case Command.Lost lost -> book().lose(loss(lost));
        case Command.Run(Work<?> one) -> work.add(one);
      }
      command = bytes < GROUP_BYTES ? inbox.poll() : null;
    }
    if (!rows.isEmpty()) {
      write(rows);
      rows.forEach(row -> room.release(permits(row.bytes())));
    }
    boolean wasLoss = book().hasPendingLosses() && flushLosses();
    if (!rows.isEmpty() || wasLoss) {
      listener.run();
    }
    work.forEach(Work::run);
    if (book().hasPendingLosses() && flushLosses()) {
      listener.run();
    }
    if (book().isChanged() && System.nanoTime() - savedAt > SAVE_EVERY_NANOS) {
      savePositions();
    }
  }

  private Loss loss(Command.Lost lost) {
    return new Loss(
        book().boot(),
        lost.stream(),
        0,
        0,
        lost.count(),
        lost.exact(),
        lost.cause(),
        lost.from(),
        lost.to());
  }

  private void write(List<Command.Append> appends) {
    Map<Lane, List<SpoolRow>> byLane = new EnumMap<>(Lane.class);
    Map<BootStream, Lane> chosen = new HashMap<>();
    for (Command.Append append : appends) {
      BootStream key = new BootStream(book().boot(), append.stream());
      Lane lane = chosen.computeIfAbsent(key, any -> laneOf(key, append.priority()));
      SpoolRow row = new SpoolRow(key, book().nextSeq(key), append.row());
      byLane.computeIfAbsent(lane, any -> new ArrayList<>()).add(row);
    }
    byLane.forEach(this::write);
  }

  private void write(Lane lane, List<SpoolRow> rows) {
    String cause = FULL;
    if (makeRoom(lane, rows.stream().mapToLong(SpoolRow::bytes).sum())) {
      if (appended(lane, rows)) {
        rows.forEach(row -> book().counts(row.key().stream()).spooled(row.seq()));
        return;
      }
      cause = NOT_WRITABLE;
    }
    for (SpoolRow row : rows) {
      book().loseRest(row.key(), new SeqRange(row.seq(), row.seq()), cause);
    }
  }

  /// A failed segment is given up; the rows get a second chance in a new one.
  private boolean appended(Lane lane, List<SpoolRow> rows) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      try {
        lane(lane).append(rows);
        return true;
      } catch (IOException e) {
        LOG.warn("spool lane {} cannot be written: {}", lane, e.getMessage());
      }
    }
    return false;
  }

  /// A stream keeps its lane as long as rows wait there: a row that overtook another of its stream
  /// would make the server take the other one for a resend.
  private Lane laneOf(BootStream key, Priority priority) {
    Lane wanted = Lane.of(key.stream(), priority);
    Lane now = laneOfStream.getOrDefault(key.stream(), wanted);
    if (now != wanted && isWaiting(now, key)) {
      return now;
    }
    laneOfStream.put(key.stream(), wanted);
    return wanted;
  }

  private boolean isWaiting(Lane lane, BootStream key) {
    return lane(lane).segments().stream()
        .flatMap(segment -> segment.kept().entrySet().stream())
        .anyMatch(
            kept ->
                book().wireKey(kept.getKey()).equals(key)
                    && !book().isSettled(key, kept.getValue()));
  }

  /// Drops the oldest segments of the lowest priority that is not above `lane`, counted first.
  private boolean makeRoom(Lane lane, long bytes) {
    while (totalSize() - lane(Lane.LOSSES).size() + bytes > config.limit()) {
      Segment victim = victim(lane);
      if (victim == null) {
        return false;
      }
      victim.kept().forEach((key, range) -> book().loseRest(book().wireKey(key), range, FULL));
      if (book().hasPendingLosses() && !flushLosses()) {
        return false;
      }
      try {
        lane(victim.lane).drop(victim, book());
      } catch (IOException e) {
        LOG.warn("segment {} cannot be deleted: {}", victim.path, e.getMessage());
        return false;
      }
    }
    return true;
  }

  private @Nullable Segment victim(Lane lane) {
    Lane[] order = Lane.values();
    for (int i = order.length - 1; i >= lane.ordinal() && order[i] != Lane.LOSSES; i--) {
      for (Segment segment : lane(order[i]).segments()) {
        if (!book().isInFlight(segment)) {
          return segment;
        }
      }
    }
    return null;
  }

  private boolean flushLosses() {
    List<Loss> losses = book().takePendingLosses();
    BootStream key = new BootStream(book().boot(), EventBatch.LOSS_STREAM);
    Instant now = clock.instant();
    long emitNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    List<SpoolRow> rows = new ArrayList<>();
    for (Loss loss : losses) {
      rows.add(new SpoolRow(key, book().nextSeq(key), LossCodec.toRow(emitNanos, loss)));
    }
    if (lane(Lane.LOSSES).size() > config.lossLimit() || !appended(Lane.LOSSES, rows)) {
      book().restorePendingLosses(losses);
      return false;
    }
    rows.forEach(row -> book().counts(EventBatch.LOSS_STREAM).spooled(row.seq()));
    savePositions();
    return true;
  }

  private @Nullable EventBatch nextBatch() {
    for (SpoolLane lane : lanes.values()) {
      try {
        EventBatch batch = lane.next(book());
        if (lane.takeMustSave()) {
          savePositions();
        }
        if (batch != null) {
          book().noteSent(new BootStream(batch.boot(), batch.stream()), batch.lastSeq());
          return batch;
        }
      } catch (IOException e) {
        LOG.warn("spool cannot be read: {}", e.getMessage());
      }
    }
    return null;
  }

  private void welcome(String epoch, Collection<Welcome.Position> positions) {
    book().forgetSent();
    Map<BootStream, Long> has = new HashMap<>();
    boolean ahead = false;
    for (Welcome.Position position : positions) {
      BootStream key = new BootStream(Boot.parse(position.boot()), position.stream());
      has.put(key, position.lastSeq());
      ahead |= key.boot() == book().boot() && position.lastSeq() > book().lastSeq(key);
    }
    if (ahead) {
      long next = boots.getAsLong();
      LOG.warn(
          "the server is ahead of boot {}: going on as {}",
          Boot.text(book().boot()),
          Boot.text(next));
      book().openBoot(next);
    } else if (!book().epoch().isEmpty() && !book().epoch().equals(epoch)) {
      for (BootStream key : book().ackedStreams()) {
        book().restored(key, has.getOrDefault(key, 0L), firstWaiting(key));
      }
    } else {
      has.forEach(book()::ack);
    }
    book().useEpoch(epoch);
    savePositions();
    lanes.values().forEach(SpoolLane::rewind);
    deleteDone();
  }

  private long firstWaiting(BootStream key) {
    return lanes.values().stream()
        .flatMap(lane -> lane.segments().stream())
        .flatMap(segment -> segment.kept().entrySet().stream())
        .filter(kept -> book().wireKey(kept.getKey()).equals(key))
        .mapToLong(kept -> kept.getValue().first())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private Set<Long> waitingBoots() {
    Set<Long> waiting = new HashSet<>();
    for (SpoolLane lane : lanes.values()) {
      for (Segment segment : lane.segments()) {
        segment.kept().keySet().forEach(key -> waiting.add(book().wireKey(key).boot()));
      }
    }
    return waiting;
  }

  private Set<String> segmentNames() {
    Set<String> names = new HashSet<>();
    lanes.values().forEach(lane -> lane.segments().forEach(segment -> names.add(segment.name())));
    return names;
  }

  private void deleteDone() {
    for (SpoolLane lane : lanes.values()) {
      try {
        lane.deleteDone(
            segment ->
                segment.kept().entrySet().stream()
                    .allMatch(
                        kept -> book().isSettled(book().wireKey(kept.getKey()), kept.getValue())));
      } catch (IOException e) {
        LOG.warn("a sent segment cannot be deleted: {}", e.getMessage());
      }
    }
  }

  private long totalSize() {
    return lanes.values().stream().mapToLong(SpoolLane::size).sum();
  }

  private void savePositions() {
    try {
      book().positions(waitingBoots(), segmentNames()).save(files, config.folder());
    } catch (IOException e) {
      LOG.warn("spool positions cannot be saved: {}", e.getMessage());
    }
    savedAt = System.nanoTime();
  }
}
